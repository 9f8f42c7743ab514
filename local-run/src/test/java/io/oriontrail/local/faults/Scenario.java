package io.oriontrail.local.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.Heartbeat;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import io.oriontrail.local.esm.VirtualMapping;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Seeded events of every kind that matters to the table, and records that hold them in any way. */
final class Scenario {
  private static final List<String> STEPS =
      List.of("EXECUTION", "VERIFY_IDENTITY", "FETCH PROFILE", "ß:🜁", "SEND_LETTER");
  private static final int MOST_LINES = 15;

  private final Random random;
  private int next;

  Scenario(long seed) {
    this.random = new Random(seed);
  }

  /** Lines of good events and heartbeats, each different. */
  List<String> goodLines(int count) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lines.add(random.nextInt(12) == 0 ? heartbeat() : event());
    }
    return lines;
  }

  /** Lines that no version can make an event of, each different. */
  List<String> badLines(int count) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lines.add(
          random.nextBoolean()
              ? "{\"accountId\":\"lacks the rest\",\"n\":" + next++ + "}"
              : "{\"accountId\":17,\"n\":" + next++ + "}");
    }
    return lines;
  }

  /** The lines in any order, some of them twice, in records of any size and form. */
  List<Packed> packed(List<String> good, List<String> bad) {
    List<String> lines = new ArrayList<>(good);
    lines.addAll(bad);
    for (String line : List.copyOf(lines)) {
      if (random.nextInt(5) == 0) {
        lines.add(line);
      }
    }
    Collections.shuffle(lines, random);
    List<Packed> records = new ArrayList<>();
    for (int from = 0; from < lines.size(); ) {
      int to = Math.min(lines.size(), from + 1 + random.nextInt(MOST_LINES));
      List<String> part = lines.subList(from, to);
      Packed plain =
          Packed.plain(
              part.stream().filter(line -> !bad.contains(line)).toList(),
              part.stream().filter(bad::contains).toList());
      records.add(random.nextBoolean() ? plain.gzip() : plain);
      from = to;
    }
    return records;
  }

  /** A record whose compression is broken. */
  Packed unreadable() {
    byte[] whole = Packed.gzip(("lost " + next++).repeat(20).getBytes(UTF_8));
    return Packed.unreadable(Arrays.copyOf(whole, whole.length - 1 - random.nextInt(8)));
  }

  private String heartbeat() {
    return Packed.encoded(
        new Heartbeat(
            "emitter" + random.nextInt(2),
            next++,
            time(),
            Map.of("numbered", (long) random.nextInt(99), "delivered", 7L)));
  }

  private String event() {
    ExecutionKey key =
        ExecutionKey.of("acct-" + random.nextInt(3), "exec-" + random.nextInt(2) + "#x");
    String step = STEPS.get(random.nextInt(STEPS.size()));
    StepEvent.Builder event =
        switch (random.nextInt(3)) {
          case 0 -> StepEvent.started(key, step, time());
          case 1 -> StepEvent.ended(key, step, Status.SUCCEEDED, time()).durationNanos(17L);
          default ->
              StepEvent.ended(key, step, Status.FAILED, time())
                  .errorCode("E" + random.nextInt(3))
                  .errorMessage("ß🜁".repeat(random.nextInt(400)));
        };
    int number = next++;
    // Without an id it is told from others by its content alone.
    event.runId("run-" + number).attempt(1 + random.nextInt(3));
    if (random.nextInt(3) > 0) {
      event.eventId("k7f3q" + random.nextInt(2) + "-" + Integer.toString(number, 36));
    }
    event.attributes(Map.of("text", "🜁".repeat(random.nextInt(200)), "region", "eu-west-1"));
    String line = Packed.encoded(event.build());
    // A newer producer says more than this version knows.
    return random.nextInt(6) == 0 ? "{\"newer\":{\"a\":[1]}," + line.substring(1) : line;
  }

  /** Few enough moments that several events share one. */
  private Instant time() {
    return VirtualMapping.START.minusNanos(random.nextInt(5) * 1_000_000L);
  }
}
