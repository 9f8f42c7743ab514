package io.oriontrail.event;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Legal events of every shape, with the strings that break encoders; the same for one seed. */
final class RandomEvents {
  private static final String TOKEN_CHARACTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";

  /** Code points at the edges of what encoders treat differently. */
  private static final int[] EDGES = {
    ' ', '"', '\\', '/', '<', '&', '\'', '#', 0x7e, 0xa0, 0xad, 0xff, 0x100, 0x161, 0x7ff, 0x800,
    0x5d0, 0x202e, 0x2028, 0x2029, 0xd7ff, 0xe000, 0xfeff, 0xfffd, 0xffff, 0x10000, 0x1f600,
    0x10ffff
  };

  private static final int[] CONTROLS = {0, 1, 8, 9, 10, 12, 13, 0x1b, 0x1f, 0x7f, 0x80, 0x9f};

  private final SplittableRandom random;

  RandomEvents(long seed) {
    this.random = new SplittableRandom(seed);
  }

  StepEvent next() {
    ExecutionKey key =
        ExecutionKey.of(name(Limits.MAX_ID_LENGTH, false), name(Limits.MAX_ID_LENGTH, true));
    String step = often() ? name(Limits.MAX_STEP_LENGTH, false) : StepEvent.EXECUTION;
    boolean ended = random.nextBoolean();
    Status status = random.nextBoolean() ? Status.SUCCEEDED : Status.FAILED;
    StepEvent.Builder event =
        ended ? StepEvent.ended(key, step, status, time()) : StepEvent.started(key, step, time());
    event
        .runId(token())
        .parentRunId(token())
        .eventId(token())
        .attempt(random.nextBoolean() ? null : random.nextInt(1, Limits.MAX_ATTEMPT + 1))
        .dependsOn(steps())
        .service(maybe(name(Limits.MAX_SOURCE_LENGTH, true)))
        .host(maybe(name(Limits.MAX_SOURCE_LENGTH, true)))
        .traceId(random.nextBoolean() ? null : "4bf92f3577b34da6a3ce929d0e0e4736")
        .attributes(attributes());
    if (ended) {
      event.durationNanos(
          random.nextBoolean() ? null : random.nextLong() >>> random.nextInt(1, 64));
    }
    if (ended && status == Status.FAILED) {
      event.errorCode(maybe(name(Limits.MAX_ERROR_CODE_LENGTH, true)));
      event.errorMessage(maybe(text(Limits.MAX_ERROR_MESSAGE_LENGTH)));
    }
    return event.build();
  }

  Heartbeat nextHeartbeat() {
    Map<String, Long> counters = new LinkedHashMap<>();
    for (int i = random.nextInt(8); i > 0; i--) {
      counters.put(
          name(Limits.MAX_TOKEN_LENGTH, true), random.nextLong() >>> random.nextInt(1, 64));
    }
    long sequence = random.nextLong() >>> random.nextInt(1, 64);
    return new Heartbeat("k7f3q" + random.nextInt(100), sequence, time(), counters);
  }

  private boolean often() {
    return random.nextInt(8) > 0;
  }

  private @Nullable String maybe(String value) {
    return random.nextBoolean() ? null : value;
  }

  private Instant time() {
    long from = Limits.MIN_TIMESTAMP.getEpochSecond();
    long second = random.nextLong(from, Limits.END_OF_TIMESTAMPS.getEpochSecond());
    int nano =
        random.nextInt(3) == 0 ? random.nextInt(1_000) * 1_000_000 : random.nextInt(1_000_000_000);
    return Instant.ofEpochSecond(second, nano);
  }

  private @Nullable String token() {
    if (random.nextBoolean()) {
      return null;
    }
    StringBuilder token = new StringBuilder();
    for (int i = random.nextInt(1, Limits.MAX_TOKEN_LENGTH + 1); i > 0; i--) {
      token.append(TOKEN_CHARACTERS.charAt(random.nextInt(TOKEN_CHARACTERS.length())));
    }
    return token.toString();
  }

  private List<String> steps() {
    List<String> steps = new ArrayList<>();
    for (int i = often() ? 0 : random.nextInt(Limits.MAX_DEPENDS_ON + 1); i > 0; i--) {
      steps.add(name(Limits.MAX_STEP_LENGTH, false));
    }
    return steps;
  }

  private Map<String, String> attributes() {
    Map<String, String> attributes = new LinkedHashMap<>();
    for (int i = random.nextInt(Limits.MAX_ATTRIBUTES + 1); i > 0; i--) {
      attributes.put(
          name(Limits.MAX_ATTRIBUTE_KEY_LENGTH, true), text(Limits.MAX_ATTRIBUTE_VALUE_LENGTH));
    }
    return attributes;
  }

  private String name(int maxLength, boolean hashAllowed) {
    return characters(random.nextInt(1, (often() ? 20 : maxLength) + 1), false, hashAllowed);
  }

  private String text(int maxLength) {
    return characters(random.nextInt((often() ? 40 : maxLength) + 1), true, true);
  }

  private String characters(int length, boolean controlsAllowed, boolean hashAllowed) {
    boolean plain = random.nextBoolean();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      int c = plain ? random.nextInt('0', 'z') : wild(controlsAllowed);
      text.appendCodePoint(c == '#' && !hashAllowed ? '$' : c);
    }
    return text.toString();
  }

  private int wild(boolean controlsAllowed) {
    int kind = random.nextInt(controlsAllowed ? 4 : 3);
    return switch (kind) {
      case 0 -> EDGES[random.nextInt(EDGES.length)];
      case 1 -> random.nextInt(0x20, 0x7f);
      case 2 -> random.nextInt(0xa0, 0xd800);
      default -> CONTROLS[random.nextInt(CONTROLS.length)];
    };
  }
}
