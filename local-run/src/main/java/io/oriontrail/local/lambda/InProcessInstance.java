package io.oriontrail.local.lambda;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A handler and its thread. */
final class InProcessInstance implements Instance {
  private final FunctionSettings settings;
  private final RequestStreamHandler handler;
  private final ExecutorService thread;
  private final String logStream;
  private volatile boolean usable = true;

  InProcessInstance(FunctionSettings settings, RequestStreamHandler handler, int number) {
    this.settings = settings;
    this.handler = handler;
    this.logStream = "in-process/[$LATEST]" + number;
    this.thread =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform()
                .daemon()
                .name("lambda-" + settings.name() + "-" + number)
                .factory());
  }

  @Override
  public Outcome run(Invocation invocation) throws InterruptedException {
    Future<Outcome> running;
    try {
      running = thread.submit(() -> handle(invocation));
    } catch (RejectedExecutionException e) {
      return invocation.exited("the function was closed");
    }
    try {
      Outcome outcome = running.get(invocation.timeout().toNanos(), TimeUnit.NANOSECONDS);
      // Closing interrupts the handler, and one that returns upon that has not done its work.
      return outcome instanceof Outcome.Success && !usable
          ? invocation.exited("the function was closed")
          : outcome;
    } catch (TimeoutException e) {
      usable = false;
      running.cancel(true);
      return invocation.timedOut();
    } catch (InterruptedException e) {
      usable = false;
      running.cancel(true);
      throw e;
    } catch (CancellationException e) {
      return invocation.exited("the function was closed");
    } catch (ExecutionException e) {
      throw new IllegalStateException("handle() catches all", e);
    }
  }

  @Override
  public boolean isUsable() {
    return usable;
  }

  @Override
  public void close() {
    usable = false;
    // One that was submitted but not begun would be waited for until its time limit.
    for (Runnable neverBegun : thread.shutdownNow()) {
      if (neverBegun instanceof Future<?> invocation) {
        invocation.cancel(true);
      }
    }
  }

  private Outcome handle(Invocation invocation) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      handler.handleRequest(
          new ByteArrayInputStream(invocation.payload()),
          out,
          new LocalContext(settings, invocation, logStream));
      return new Outcome.Success(out.toByteArray());
    } catch (Throwable e) {
      // Whatever a function throws is its error. After one of the machine's, such as a lack of
      // memory, the cloud does not use the environment again either.
      usable &= !(e instanceof VirtualMachineError);
      settings.log().accept(StackTraces.of(e));
      return new Outcome.FunctionError(e.getClass().getName(), String.valueOf(e.getMessage()));
    }
  }
}
