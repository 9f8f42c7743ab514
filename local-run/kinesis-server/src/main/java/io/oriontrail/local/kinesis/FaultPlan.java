package io.oriontrail.local.kinesis;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Decides for each request what goes wrong with it. Called by several threads at once, before the
 * request is acted on; it may also just watch. A lambda over {@link Call} is a plan, so seeded
 * randomness, time windows or conditions need nothing more.
 */
@FunctionalInterface
public interface FaultPlan {
  Fault faultFor(Call call);

  /** Nothing ever goes wrong. */
  static FaultPlan healthy() {
    return call -> Fault.none();
  }

  /** The same fault every time. */
  static FaultPlan always(Fault fault) {
    return call -> fault;
  }

  /** One fault after the other, each once; healthy from then on. */
  static FaultPlan inTurn(Fault... faults) {
    List<Fault> script = List.of(faults);
    AtomicInteger next = new AtomicInteger();
    return call -> {
      // Stops counting at the end: a long run must not wrap around into the script again.
      int turn = next.getAndUpdate(i -> Math.min(i + 1, script.size()));
      return turn < script.size() ? script.get(turn) : Fault.none();
    };
  }

  /** This plan for one operation only; every other call is healthy and does not use a turn up. */
  default FaultPlan on(String operation) {
    return call -> call.operation().equals(operation) ? faultFor(call) : Fault.none();
  }
}
