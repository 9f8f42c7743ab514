package io.oriontrail.store;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Events of every shape, the same for the same seed. Each has an id of its own. */
final class RandomEvents {
  private static final List<String> NAMES =
      List.of("A", "A:B", "ß", "🜁 step", "\uE000", "\uFFFD", "長い名前", "EXECUTION", "x y");

  private final RandomGenerator random;
  private int next;

  RandomEvents(RandomGenerator random) {
    this.random = random;
  }

  StepEvent next(ExecutionKey key) {
    Instant timestamp = ManualClock.START.plusNanos(random.nextInt(5));
    StepEvent.Builder event =
        switch (random.nextInt(3)) {
          case 0 -> StepEvent.started(key, name(), timestamp);
          case 1 ->
              StepEvent.ended(key, name(), Status.SUCCEEDED, timestamp)
                  .durationNanos(maybe(random.nextLong(Long.MAX_VALUE)));
          default ->
              StepEvent.ended(key, name(), Status.FAILED, timestamp)
                  .errorCode(maybe("E" + random.nextInt(5)))
                  .errorMessage(maybe(text(1_100)));
        };
    return event
        .eventId("id-" + next++)
        .runId(maybe("run-" + random.nextInt(9)))
        .parentRunId(maybe("run-" + random.nextInt(9)))
        .attempt(maybe(1 + random.nextInt(10_000)))
        .dependsOn(random.nextBoolean() ? List.of() : List.of(name(), name()))
        .service(maybe("service " + random.nextInt(9)))
        .host(maybe("host"))
        .traceId(maybe("0123456789abcdef0123456789abcdef"))
        .attributes(attributes())
        .build();
  }

  private Map<String, String> attributes() {
    Map<String, String> attributes = new TreeMap<>();
    for (int i = random.nextInt(8); i > 0; i--) {
      attributes.put(name() + i, text(256));
    }
    return attributes;
  }

  private String name() {
    return NAMES.get(random.nextInt(NAMES.size()));
  }

  private String text(int maxLength) {
    return random
        .ints(random.nextInt(maxLength + 1), 0, 4)
        .mapToObj(i -> List.of("a", "é", "長", "🜁").get(i))
        .reduce("", String::concat);
  }

  private <T> @Nullable T maybe(T value) {
    return random.nextBoolean() ? value : null;
  }
}
