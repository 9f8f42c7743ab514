package io.oriontrail.local.faults;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.oriontrail.alert.AlertDoor;
import io.oriontrail.local.esm.VirtualMapping;
import io.oriontrail.store.InMemoryEventStore;
import io.oriontrail.store.InMemoryRollupStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Somebody who should be told does not take it: Lambda tries again, and then puts it aside. */
final class AlertFault {
  /** The first try and the two that the deployed function is given after it. */
  private static final int TRIES = 3;

  private AlertFault() {}

  static Map<String, Double> lost() {
    VirtualClock clock = new VirtualClock(VirtualMapping.START);
    InMemoryEventStore events = new InMemoryEventStore(Duration.ofDays(14), clock);
    RequestStreamHandler handler =
        AlertDoor.handler(
            new InMemoryRollupStore(Duration.ofDays(14), clock).reader(events),
            events,
            Map.of(),
            "https://dashboard.example.com/",
            clock,
            told -> {
              throw new AlertDoor.RefusedException();
            });
    WatchedAlarm alarm = Objects.requireNonNull(WatchedAlarm.book().get("silence"));
    byte[] event = AlarmEvent.of(alarm, true, clock.instant());
    int failed = 0;
    for (int i = 0; i < TRIES; i++) {
      clock.advance(Duration.ofMinutes(i));
      failed += fails(handler, event, clock) ? 1 : 0;
    }
    MetricStore metrics = AlarmRun.usualMetrics();
    metrics.put(
        new MetricStore.Metric(
            "AWS/SQS", "ApproximateNumberOfMessagesVisible", Map.of("QueueName", "lost")),
        clock.instant(),
        failed == TRIES ? 1 : 0);
    Map<String, Double> figures = new TreeMap<>();
    AlarmRun.look(metrics, clock.instant().plusSeconds(60), figures);
    return figures;
  }

  private static boolean fails(RequestStreamHandler handler, byte[] event, VirtualClock clock) {
    try {
      handler.handleRequest(
          new ByteArrayInputStream(event),
          OutputStream.nullOutputStream(),
          new VirtualContext(clock, clock.instant()));
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
