package io.oriontrail.local.chaos;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Events that follow from who emits them, their number and a time: what arrives can be compared
 * with what was sent without having kept it. Several executions of a producer are under way at
 * once.
 */
public final class ChaosTraffic {
  private static final int AT_ONCE = 8;
  private static final int POSITIONS = 12;
  private static final int PER_ACCOUNT = 3;
  private static final int ONE_FAILS_OF = 10;
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final List<String> STEPS =
      List.of("RECEIVE", "VALIDATE", "EXTRACT", "VERIFY", "DECIDE");

  private ChaosTraffic() {}

  /** The producer's event of this number, at this time. */
  public static StepEvent event(String producer, long number, Instant time) {
    long execution = number / (AT_ONCE * POSITIONS) * AT_ONCE + number % AT_ONCE;
    int position = (int) (number / AT_ONCE % POSITIONS);
    ExecutionKey key =
        ExecutionKey.of(producer + "-" + execution / PER_ACCOUNT, "execution-" + execution);
    return shape(key, producer, execution, position, time)
        .eventId(id(producer, number))
        .service(producer)
        .build();
  }

  /** Of an event that was made here: its producer. */
  public static String producerOf(StepEvent event) {
    String id = String.valueOf(event.eventId());
    return id.substring(0, Math.max(0, id.lastIndexOf('-')));
  }

  /** Of an event that was made here: its number; -1 where it was not. */
  public static long numberOf(StepEvent event) {
    String id = String.valueOf(event.eventId());
    try {
      return Long.parseLong(id.substring(id.lastIndexOf('-') + 1), Character.MAX_RADIX);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static String id(String producer, long number) {
    return producer + "-" + Long.toString(number, Character.MAX_RADIX);
  }

  private static StepEvent.Builder shape(
      ExecutionKey key, String producer, long execution, int position, Instant time) {
    if (position == 0) {
      return StepEvent.started(key, StepEvent.EXECUTION, time);
    }
    if (position == POSITIONS - 1) {
      return StepEvent.ended(key, StepEvent.EXECUTION, Status.SUCCEEDED, time);
    }
    int order = (position - 1) / 2;
    long dice = (producer.hashCode() * 31L + execution * POSITIONS + order) * GOLDEN;
    String runId = HexFormat.of().toHexDigits(dice);
    String step = STEPS.get(order);
    if (position % 2 == 1) {
      StepEvent.Builder event = StepEvent.started(key, step, time).runId(runId);
      return order == 0 ? event : event.dependsOn(List.of(STEPS.get(order - 1)));
    }
    boolean fails = Long.remainderUnsigned(dice >>> Integer.SIZE, ONE_FAILS_OF) == 0;
    StepEvent.Builder event =
        StepEvent.ended(key, step, fails ? Status.FAILED : Status.SUCCEEDED, time)
            .runId(runId)
            .attributes(Map.of("dice", runId));
    return fails ? event.errorCode("REFUSED").errorMessage("by the dice, " + dice) : event;
  }
}
