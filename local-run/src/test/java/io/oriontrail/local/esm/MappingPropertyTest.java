package io.oriontrail.local.esm;

import static io.oriontrail.local.esm.MappingHarness.OK;
import static io.oriontrail.local.esm.MappingHarness.START;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.oriontrail.local.lambda.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What has to hold whatever happens: random streams that split and merge, random settings, random
 * failures of function, service, stream and destination, and a quiet phase at the end.
 */
final class MappingPropertyTest {
  private static final int RECORDS = 200;
  private static final Duration TROUBLE = Duration.ofMinutes(3);
  private static final Duration QUIET = Duration.ofMinutes(15);

  /** One random run. */
  private static final class Run {
    final Random random;
    final VirtualStream stream;
    final List<StreamRecord> put = new ArrayList<>();

    Run(long seed) {
      random = new Random(seed);
      stream = new VirtualStream(1 + random.nextInt(3), 1 + random.nextInt(50));
    }

    MappingSettings.Builder settings() {
      return MappingSettings.builder()
          .batchSize(1 + random.nextInt(30))
          .batchingWindow(Duration.ofMillis(random.nextInt(5_000)))
          .parallelizationFactor(1 + random.nextInt(4))
          .bisectBatchOnFunctionError(random.nextBoolean())
          .reportBatchItemFailures(true)
          .bufferedBytesPerShard(1 + random.nextInt(100_000));
    }

    /** Puts, splits, merges and failures of the stream, spread over the time of trouble. */
    void schedule(MappingHarness harness) {
      for (int i = 0; i < RECORDS; i++) {
        String text = Integer.toString(i);
        harness.at(Duration.ofMillis(i * TROUBLE.toMillis() / RECORDS), now -> put(text, now));
      }
      for (int i = random.nextInt(6); i > 0; i--) {
        harness.at(anyTime(), now -> reshard());
      }
      for (int i = random.nextInt(6); i > 0; i--) {
        harness.at(anyTime(), now -> stream.fail(random.nextInt(5)));
        harness.at(anyTime(), now -> stream.expireTokens(random.nextInt(3)));
      }
    }

    Outcome trouble(List<StreamRecord> batch) {
      return switch (random.nextInt(8)) {
        case 0, 1 -> Answers.CRASH;
        case 2 -> Answers.THROTTLED;
        case 3 -> Answers.json("{\"batchItemFailures\":[{\"itemIdentifier\":\"?\"}]}");
        case 4, 5 -> Answers.failing(batch.get(random.nextInt(batch.size())));
        default -> OK;
      };
    }

    private void put(String text, Instant now) {
      String key = "key-" + random.nextInt(12);
      List<String> open = stream.open();
      String shard = open.get(Math.floorMod(key.hashCode(), open.size()));
      put.add(stream.put(shard, key, text.getBytes(UTF_8), now));
    }

    private void reshard() {
      List<String> open = stream.open();
      if (open.size() > 1 && random.nextBoolean()) {
        stream.replace(open.subList(0, 2), 1);
      } else {
        stream.replace(open.subList(0, 1), 2);
      }
    }

    private Duration anyTime() {
      return Duration.ofMillis(random.nextLong(TROUBLE.toMillis()));
    }
  }

  @Test
  void anyTrouble_withoutLimits_everyRecordIsDoneOnce() {
    for (int seed = 0; seed < 100; seed++) {
      Run run = new Run(seed);
      MappingHarness harness = new MappingHarness(run.settings().build(), run.stream);
      harness
          .function((batch, n) -> isQuiet(harness) ? OK : run.trouble(batch))
          .invocationsTake(() -> Duration.ofMillis(run.random.nextInt(3_000)));
      run.schedule(harness);
      harness.run(TROUBLE.plus(QUIET));

      assertThat(harness.done()).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(run.put);
      assertThat(harness.core.counts().done()).isEqualTo(RECORDS);
      assertThat(harness.core.counts().pending()).isZero();
      assertLiveness(run, harness);
    }
  }

  @Test
  void anyTrouble_inOneLineage_keepsTheOrderOfEachKey() {
    for (int seed = 0; seed < 100; seed++) {
      Run run = new Run(seed);
      // With merges a key may meet its older records in another branch; splits keep one lineage.
      VirtualStream stream = new VirtualStream(1, 1 + run.random.nextInt(20));
      MappingHarness harness = new MappingHarness(run.settings().build(), stream);
      harness.function((batch, n) -> isQuiet(harness) ? OK : run.trouble(batch));
      for (int i = 0; i < RECORDS; i++) {
        String text = Integer.toString(i);
        String key = "key-" + run.random.nextInt(9);
        harness.at(
            Duration.ofMillis(i * 500L),
            now ->
                run.put.add(stream.put(stream.open().getFirst(), key, text.getBytes(UTF_8), now)));
      }
      for (int i = run.random.nextInt(4); i > 0; i--) {
        harness.at(run.anyTime(), now -> stream.replace(stream.open(), 1));
      }
      harness.run(TROUBLE.plus(QUIET));

      assertThat(byKey(harness.done())).as("seed %d", seed).isEqualTo(byKey(run.put));
    }
  }

  @Test
  void anyTrouble_withLimits_everyRecordIsDoneOrAtTheDestination() {
    for (int seed = 0; seed < 100; seed++) {
      Run run = new Run(seed);
      MappingSettings settings =
          run.settings()
              .maximumRetryAttempts(run.random.nextInt(3))
              .maximumRecordAge(Duration.ofSeconds(60 + run.random.nextInt(60)))
              .build();
      MappingHarness harness = new MappingHarness(settings, run.stream);
      harness
          .function((batch, n) -> isQuiet(harness) ? OK : run.trouble(batch))
          .invocationsTake(() -> Duration.ofMillis(run.random.nextInt(3_000)));
      run.schedule(harness);
      harness.run(TROUBLE.plus(QUIET));

      List<StreamRecord> ended = new ArrayList<>(harness.done());
      harness.delivered.forEach(failed -> ended.addAll(failed.records()));
      assertThat(ended).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(run.put);
      MappingCounts counts = harness.core.counts();
      assertThat(counts.done() + counts.discarded()).isEqualTo(RECORDS);
      assertLiveness(run, harness);
    }
  }

  @Test
  void anyRestarts_everyRecordIsDoneAtLeastOnce() {
    for (int seed = 0; seed < 100; seed++) {
      Run run = new Run(seed);
      MappingSettings settings = run.settings().build();
      List<StreamRecord> done = new ArrayList<>();
      Checkpoint checkpoint = Checkpoint.NONE;
      Instant now = START;
      boolean scheduled = false;
      for (int life = 0; life < 5; life++) {
        MappingHarness harness = new MappingHarness(settings, run.stream, true, checkpoint, now);
        boolean last = life == 4;
        harness
            .function((batch, n) -> last ? OK : run.trouble(batch))
            .invocationsTake(() -> Duration.ofMillis(run.random.nextInt(3_000)));
        if (!scheduled) {
          run.schedule(harness);
          scheduled = true;
          harness.run(TROUBLE);
        } else {
          harness.run(last ? QUIET : Duration.ofSeconds(run.random.nextInt(60)));
        }
        // What is in flight at the end of a life is cut off: its outcome is never heard of.
        done.addAll(harness.done());
        checkpoint = harness.core.checkpoint();
        now = harness.now();
      }
      assertThat(new HashSet<>(done)).as("seed %d", seed).containsAll(run.put);
    }
  }

  private static boolean isQuiet(MappingHarness harness) {
    return harness.now().isAfter(START.plus(TROUBLE));
  }

  /** A fresh record still passes. */
  private static void assertLiveness(Run run, MappingHarness harness) {
    long before = harness.core.counts().done();
    run.put("fresh", harness.now());
    harness.run(Duration.ofMinutes(1));
    assertThat(harness.core.counts().done()).isEqualTo(before + 1);
  }

  private static Map<String, List<StreamRecord>> byKey(List<StreamRecord> records) {
    return records.stream().collect(Collectors.groupingBy(StreamRecord::partitionKey));
  }
}
