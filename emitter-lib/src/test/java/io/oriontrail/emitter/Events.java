package io.oriontrail.emitter;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/** Ready-made events. */
final class Events {
  static final ExecutionKey KEY = ExecutionKey.of("acct-42", "exec-7");
  static final Instant TIME = Instant.parse("2026-11-22T10:15:30Z");

  /** Of one attribute's noise. */
  private static final int LENGTH = 200;

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
    for (int i = 0; i < bytes / LENGTH; i++) {
      attributes.put("a" + i, noise(random));
    }
    return StepEvent.started(KEY, "NOISE", TIME).attributes(attributes).build();
  }

  /** Made in haste, for tests that need a hundred thousand: five random bits a character. */
  private static String noise(java.util.SplittableRandom random) {
    byte[] text = new byte[LENGTH];
    long bits = 0;
    for (int i = 0; i < LENGTH; i++) {
      bits = i % 12 == 0 ? random.nextLong() : bits >>> 5;
      text[i] = (byte) ('0' + (bits & 31));
    }
    return new String(text, StandardCharsets.ISO_8859_1);
  }
}
