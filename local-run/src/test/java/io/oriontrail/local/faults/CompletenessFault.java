package io.oriontrail.local.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.oriontrail.event.Heartbeat;
import io.oriontrail.event.StepEvent;
import io.oriontrail.event.WireMessage;
import io.oriontrail.local.esm.VirtualMapping;
import io.oriontrail.query.CompletenessLog;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An emitter that says in its heartbeats how many events it numbered, of which some never reach the
 * stream. Ingest stores and sums up what comes; the query function looks at each hour that is over,
 * as its schedule has it. For one thread.
 */
final class CompletenessFault {
  private static final String EMITTER = "k7f3q0a1b2";
  private static final int HOUR = 60;

  /** As the stack of infra/ schedules the look at the hour before. */
  private static final int LOOK_AT_MINUTE = 20;

  private static final int MINUTES = 2 * HOUR + LOOK_AT_MINUTE + 5;

  private final AlarmRun run = AlarmRun.create();
  private final int everyIsLost;
  private long numbered;

  private CompletenessFault(int everyIsLost) {
    this.everyIsLost = everyIsLost;
  }

  /**
   * An hour in which all arrive, one in which each so manieth event does not, and the looks at
   * both.
   *
   * @param everyIsLost more than two hours' events where none is to be lost
   */
  static AlarmRun ofTwoHours(int everyIsLost) {
    CompletenessFault fault = new CompletenessFault(everyIsLost);
    fault.run.minutes(MINUTES, fault::atStart);
    return fault.run;
  }

  /** How many numbered events the looks found, all together. */
  static double numbered(AlarmRun run) {
    Double sum =
        run.metrics.statistic(
            new MetricStore.Metric(
                "OrionTrail", CompletenessLog.NUMBERED, Map.of("FunctionName", "orion-query")),
            "Sum",
            run.now(),
            Duration.ofMinutes(MINUTES));
    return sum == null ? 0 : sum;
  }

  private void atStart(int minute) {
    emit(minute / HOUR == 1);
    if (minute >= HOUR && minute % HOUR == LOOK_AT_MINUTE) {
      look();
    }
  }

  private void emit(boolean loses) {
    List<WireMessage> sent = new ArrayList<>();
    long beats = Duration.between(VirtualMapping.START, run.now()).toMinutes();
    sent.add(new Heartbeat(EMITTER, beats, run.now(), Map.of("numbered", numbered)));
    for (StepEvent event : run.usualEvents()) {
      String number = Long.toString(numbered++, Character.MAX_RADIX);
      if (!loses || numbered % everyIsLost != 0) {
        sent.add(event.toBuilder().eventId(EMITTER + '-' + number).build());
      }
    }
    run.rig.put(Packed.of(sent.toArray(WireMessage[]::new)));
  }

  /** What EventBridge has the query function do, over what ingest has stored by now. */
  private void look() {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    String task = "{\"%s\":\"%s\"}".formatted(CompletenessLog.FIELD, CompletenessLog.TASK);
    try {
      run.query(run.stored(), printed)
          .handleRequest(
              new ByteArrayInputStream(task.getBytes(UTF_8)),
              OutputStream.nullOutputStream(),
              QueryRun.context(run.rig.clock, run.now().plus(QueryRun.TIMEOUT)));
    } catch (IOException e) {
      throw new UncheckedIOException("the look at an hour failed", e);
    }
    printed.toString(UTF_8).lines().forEach(run.metrics::putLine);
  }
}
