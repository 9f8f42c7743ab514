package io.oriontrail.local.lambda;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * The instances of a function: made when none is idle, the latest idle one first (the others may
 * rest), thrown away when they break. Safe for several threads.
 */
final class InstancePool implements AutoCloseable {
  /** Lambda's limits for synchronous invocations: 6 MB, and a little for its own envelope. */
  static final int MAX_REQUEST = 6 << 20;

  static final int MAX_RESPONSE = 6_291_556;

  private final FunctionSettings settings;
  private final Supplier<? extends Instance> maker;
  private final Semaphore free;
  private final Deque<Instance> idle = new ArrayDeque<>();
  private final Set<Instance> all = new LinkedHashSet<>();
  private boolean closed;

  InstancePool(FunctionSettings settings, Supplier<? extends Instance> maker) {
    this.settings = settings;
    this.maker = maker;
    this.free = new Semaphore(settings.concurrency(), true);
  }

  Outcome invoke(byte[] payload) throws InterruptedException {
    if (payload.length > MAX_REQUEST) {
      return new Outcome.ServiceError(
          "RequestTooLargeException",
          "Request must be smaller than " + MAX_REQUEST + " bytes; it has " + payload.length);
    }
    free.acquire();
    try {
      while (true) {
        Instance instance = take();
        try {
          return limited(instance.run(new Invocation(payload, settings.timeout())));
        } catch (Instance.GoneException e) {
          // A child that ends a moment after its last answer: try the next, or a new one.
        } finally {
          giveBack(instance);
        }
      }
    } catch (FailedStart e) {
      return e.outcome();
    } finally {
      free.release();
    }
  }

  @Override
  public void close() {
    List<Instance> running;
    synchronized (this) {
      closed = true;
      running = List.copyOf(all);
      all.clear();
      idle.clear();
    }
    running.forEach(Instance::close);
  }

  private Instance take() throws FailedStart {
    synchronized (this) {
      if (closed) {
        throw new FailedStart(
            new Outcome.ServiceError(
                "ResourceNotFoundException", "Function not found: " + settings.arn()));
      }
      Instance found = idle.pollLast();
      if (found != null) {
        return found;
      }
    }
    // Outside the lock: making one may take a second. The semaphore bounds how many there are.
    Instance made = make();
    synchronized (this) {
      if (!closed) {
        all.add(made);
        return made;
      }
    }
    made.close();
    throw new FailedStart(
        new Outcome.ServiceError("ResourceNotFoundException", "Function was deleted"));
  }

  private Instance make() throws FailedStart {
    try {
      return maker.get();
    } catch (RuntimeException | LinkageError e) {
      settings.log().accept("INIT failed: " + StackTraces.of(e));
      throw new FailedStart(
          new Outcome.FunctionError(e.getClass().getName(), String.valueOf(e.getMessage())));
    }
  }

  private void giveBack(Instance instance) {
    synchronized (this) {
      if (!closed && instance.isUsable()) {
        idle.addLast(instance);
        return;
      }
      all.remove(instance);
    }
    instance.close();
  }

  private static Outcome limited(Outcome outcome) {
    if (outcome instanceof Outcome.Success success && success.payload().length > MAX_RESPONSE) {
      return new Outcome.FunctionError(
          "Function.ResponseSizeTooLarge",
          "Response payload size exceeded maximum allowed payload size ("
              + MAX_RESPONSE
              + " bytes).");
    }
    return outcome;
  }

  /** No instance could be had. */
  private static final class FailedStart extends Exception {
    private final transient Outcome outcome;

    FailedStart(Outcome outcome) {
      super(outcome.toString(), null, false, false);
      this.outcome = outcome;
    }

    Outcome outcome() {
      return outcome;
    }
  }
}
