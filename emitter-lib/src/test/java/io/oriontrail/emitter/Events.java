package io.oriontrail.emitter;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import java.time.Instant;
import java.util.Map;

/** Ready-made events. */
final class Events {
  static final ExecutionKey KEY = ExecutionKey.of("acct-42", "exec-7");
  static final Instant TIME = Instant.parse("2026-11-22T10:15:30Z");

  private Events() {}

  static StepEvent started(int number) {
    return StepEvent.started(KEY, "STEP-" + number, TIME).build();
  }

  static StepEvent failed(int number) {
    return StepEvent.ended(KEY, "STEP-" + number, Status.FAILED, TIME).build();
  }

  /** An event that does not compress, of about so many bytes. */
  static StepEvent noise(java.util.SplittableRandom random, int bytes) {
    Map<String, String> attributes = new java.util.HashMap<>();
    for (int i = 0; i < bytes / 200; i++) {
      StringBuilder value = new StringBuilder();
      while (value.length() < 200) {
        value.append(Long.toString(random.nextLong(), 36));
      }
      attributes.put("a" + i, value.toString());
    }
    return StepEvent.started(KEY, "NOISE", TIME).attributes(attributes).build();
  }
}
