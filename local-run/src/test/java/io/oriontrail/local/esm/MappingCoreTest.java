package io.oriontrail.local.esm;

import static io.oriontrail.local.esm.Answers.CRASH;
import static io.oriontrail.local.esm.Answers.THROTTLED;
import static io.oriontrail.local.esm.Answers.contains;
import static io.oriontrail.local.esm.Answers.failing;
import static io.oriontrail.local.esm.MappingHarness.OK;
import static io.oriontrail.local.esm.MappingHarness.START;
import static io.oriontrail.local.esm.VirtualStream.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * How a mapping batches, reads and goes on, on virtual time; the semantics that AWS promises or was
 * seen to have are in {@link FailureSemanticsTest} and {@link DeliverySemanticsTest}.
 */
final class MappingCoreTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private final VirtualStream stream = new VirtualStream(1);

  // ---- batches

  @Test
  void batch_holdsAtMostBatchSize_andTheRestComesAtOnce() {
    stream.putNumbers(0, 25);
    MappingHarness harness = harness(settings().batchSize(10)).run(Duration.ofSeconds(1));

    assertThat(harness.batches()).extracting(List::size).containsExactly(10, 10, 5);
    assertThat(harness.textsOf(null)).isEqualTo(numbers(0, 25));
  }

  @Test
  void batch_belowBatchSize_waitsForTheWindow() {
    stream.putNumbers(0, 3);
    MappingHarness harness =
        harness(settings().batchingWindow(Duration.ofSeconds(20)))
            .at(Duration.ofSeconds(5), now -> stream.putNumbers(3, 2))
            .run(HOUR);

    assertThat(harness.batches()).containsExactly(numbers(0, 5));
    assertThat(harness.invocations.getFirst().after()).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void batch_thatIsFull_doesNotWaitForTheWindow() {
    stream.putNumbers(0, 3);
    MappingHarness harness =
        harness(settings().batchSize(5).batchingWindow(Duration.ofMinutes(1)))
            .at(Duration.ofMillis(2_500), now -> stream.putNumbers(3, 4))
            .run(HOUR);

    assertThat(harness.invocations).hasSize(2);
    assertThat(harness.invocations.getFirst().after()).isEqualTo(Duration.ofSeconds(3));
    // The two that were left had been read at 3 s: their window begins there.
    assertThat(harness.invocations.get(1).after()).isEqualTo(Duration.ofSeconds(63));
  }

  @Test
  void batch_isCutBelowSixMegabytesOfEvent() {
    for (int i = 0; i < 10; i++) {
      stream.put(VirtualStream.name(0), "k", new byte[1 << 20], START);
    }
    MappingHarness harness = harness(settings().batchingWindow(Duration.ofMinutes(5))).run(HOUR);

    assertThat(harness.batches()).extracting(List::size).containsExactly(4, 4, 2);
    assertThat(harness.invocations.get(1).after()).isLessThan(Duration.ofSeconds(1));
    EventJson events = new EventJson(MappingHarness.STREAM_ARN);
    assertThat(harness.invocations)
        .allSatisfy(i -> assertThat(events.write(i.batch())).hasSizeLessThan(EventJson.MAX_BYTES));
  }

  @Test
  void batch_comesFromOneShardOnly() {
    VirtualStream two = new VirtualStream(2);
    for (int i = 0; i < 10; i++) {
      two.put(i % 2, "k", Integer.toString(i), START);
    }
    MappingHarness harness = new MappingHarness(settings().build(), two).run(HOUR);

    assertThat(harness.batches())
        .containsExactlyInAnyOrder(
            List.of("0", "2", "4", "6", "8"), List.of("1", "3", "5", "7", "9"));
  }

  // ---- lanes

  @Test
  void parallelLanes_keepTheOrderOfEachKey() {
    for (int i = 0; i < 1_000; i++) {
      stream.put(0, "key-" + i % 17, Integer.toString(i), START);
    }
    MappingHarness harness =
        harness(settings().batchSize(20).parallelizationFactor(5))
            .invocationsTake(Duration.ofSeconds(1))
            .run(HOUR);

    assertThat(harness.textsOf(null)).hasSize(1_000);
    for (int key = 0; key < 17; key++) {
      int remainder = key;
      assertThat(harness.textsOf("key-" + key))
          .isEqualTo(
              IntStream.range(0, 1_000)
                  .filter(i -> i % 17 == remainder)
                  .mapToObj(Integer::toString)
                  .toList());
    }
    long atOnce = harness.invocations.stream().filter(i -> i.after().isZero()).count();
    assertThat(atOnce).isBetween(2L, 5L);
  }

  // ---- partial failures

  @Test
  void partialFailure_notAskedFor_isSuccess() {
    List<StreamRecord> records = stream.putNumbers(0, 10);
    MappingHarness harness =
        harness(settings()).function((batch, n) -> failing(records.get(4))).run(HOUR);

    assertThat(harness.invocations).hasSize(1);
    assertThat(harness.core.counts().done()).isEqualTo(10);
  }

  // ---- function errors

  @Test
  void functionError_isRetriedWithGrowingDelay() {
    stream.putNumbers(0, 2);
    MappingHarness harness =
        harness(settings().retryDelay(Duration.ofMillis(500), Duration.ofMinutes(1)))
            .invocationsTake(Duration.ZERO)
            .function((batch, n) -> CRASH)
            .run(Duration.ofMinutes(3));

    assertThat(harness.invocations)
        .extracting(i -> i.after().toMillis())
        .containsExactly(0L, 500L, 1_500L, 3_500L, 7_500L, 15_500L, 31_500L, 63_500L, 123_500L);
  }

  @Test
  void retryLimitOfZero_givesUpAfterOneInvocation() {
    stream.putNumbers(0, 3);
    MappingHarness harness =
        harness(settings().maximumRetryAttempts(0)).function((batch, n) -> CRASH).run(HOUR);

    assertThat(harness.invocations).hasSize(1);
    assertThat(harness.delivered).hasSize(1);
  }

  @Test
  void givenUpRecords_withoutDestination_areDroppedAndCounted() {
    stream.putNumbers(0, 3);
    MappingHarness harness =
        new MappingHarness(
                settings().maximumRetryAttempts(1).build(), stream, false, Checkpoint.NONE, START)
            .function((batch, n) -> CRASH)
            .at(Duration.ofMinutes(1), now -> stream.putNumbers(3, 1))
            .run(HOUR);

    assertThat(harness.delivered).isEmpty();
    assertThat(harness.core.counts().dropped()).isEqualTo(4);
  }

  // ---- age

  @Test
  void recordsThatOutliveTheRetention_areLostAndCounted() {
    stream.putNumbers(0, 3);
    MappingHarness harness =
        harness(settings())
            .function((batch, n) -> contains(batch, "0") ? THROTTLED : OK)
            .at(Duration.ofHours(30), now -> stream.put(0, "k", "late", now))
            .run(Duration.ofHours(48));

    assertThat(harness.core.counts().expired()).isEqualTo(3);
    assertThat(harness.textsOf(null)).containsExactly("late");
  }

  // ---- the destination

  @Test
  void refusedDelivery_isTriedAgainAsTheSameObjectAndHoldsTheLane() {
    stream.putNumbers(0, 2);
    MappingHarness harness =
        harness(settings().batchSize(1).maximumRetryAttempts(0))
            .function((batch, n) -> contains(batch, "0") ? CRASH : OK)
            .refuseDeliveries(5)
            .run(HOUR);

    assertThat(harness.delivered).hasSize(6);
    assertThat(harness.delivered.stream().map(d -> d.objectKey("m")).distinct()).hasSize(1);
    assertThat(harness.invocations.get(1).after()).isGreaterThan(Duration.ofSeconds(10));
    assertThat(harness.core.counts().discarded()).isEqualTo(1);
    assertThat(harness.core.counts().done()).isEqualTo(1);
  }

  // ---- shards

  @Test
  void endedShard_doesNotWaitForTheWindow() {
    stream.putNumbers(0, 3);
    stream.replace(List.of(VirtualStream.name(0)), 2);
    MappingHarness harness = harness(settings().batchingWindow(Duration.ofMinutes(5))).run(HOUR);

    assertThat(harness.invocations.getFirst().after()).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void latest_skipsWhatIsThere_butReadsNewShardsFromTheirBeginning() {
    stream.putNumbers(0, 3);
    MappingHarness harness =
        harness(settings().startingPosition(new Position.Latest()))
            .at(Duration.ofSeconds(5), now -> stream.put(0, "k", "new", now))
            .at(
                Duration.ofSeconds(6),
                now -> {
                  String child = stream.replace(stream.open(), 1).getFirst();
                  stream.put(child, "k", new byte[] {'c'}, now);
                })
            .run(HOUR);

    assertThat(harness.textsOf(null)).containsExactly("new", "c");
  }

  @Test
  void latest_withClosedShards_passesThemBy() {
    stream.putNumbers(0, 3);
    String child = stream.replace(stream.open(), 1).getFirst();
    stream.put(child, "k", new byte[] {'o'}, START);
    MappingHarness harness =
        harness(settings().startingPosition(new Position.Latest()))
            .at(Duration.ofSeconds(5), now -> stream.put(child, "k", new byte[] {'n'}, now))
            .run(HOUR);

    assertThat(harness.textsOf(null)).containsExactly("n");
  }

  @Test
  void startingTime_skipsWhatIsOlder() {
    stream.put(0, "k", "old", START.minusSeconds(100));
    stream.put(0, "k", "young", START.minusSeconds(50));
    MappingHarness harness =
        harness(settings().startingPosition(new Position.At(START.minusSeconds(60)))).run(HOUR);

    assertThat(harness.textsOf(null)).containsExactly("young");
  }

  // ---- reading

  @Test
  void idleShard_isPolledOncePerInterval_busyShardWithoutPause() {
    VirtualStream paged = new VirtualStream(1, 10);
    for (int i = 0; i < 100; i++) {
      paged.put(0, "k", Integer.toString(i), START);
    }
    MappingHarness harness =
        new MappingHarness(settings().build(), paged).run(Duration.ofMillis(100));
    assertThat(harness.reads).hasSize(10);

    harness.run(Duration.ofSeconds(10));
    assertThat(harness.reads).hasSize(20);
  }

  @Test
  void expiredIterator_isOpenedAgainWithoutLossOrRepetition() {
    MappingHarness harness = harness(settings());
    for (int i = 0; i < 20; i++) {
      String text = Integer.toString(i);
      harness.at(
          Duration.ofSeconds(10L * i),
          now -> {
            stream.put(0, "k", text, now);
            stream.expireTokens(1);
          });
    }
    harness.run(HOUR);

    assertThat(harness.textsOf(null)).isEqualTo(numbers(0, 20));
    assertThat(harness.core.counts().readErrors()).isZero();
  }

  @Test
  void expiredIterator_ofLatestBeforeAnyRecord_losesNothing() {
    MappingHarness harness =
        harness(settings().startingPosition(new Position.Latest()))
            .at(
                Duration.ofMillis(1_500),
                now -> {
                  stream.put(0, "k", "first", now);
                  stream.expireTokens(1);
                })
            .run(HOUR);

    assertThat(harness.textsOf(null)).containsExactly("first");
  }

  @Test
  void unreachableStream_isTriedAgainWithGrowingDelay() {
    stream.putNumbers(0, 3);
    stream.fail(8);
    MappingHarness harness = harness(settings()).run(HOUR);

    assertThat(harness.core.counts().readErrors()).isEqualTo(8);
    assertThat(harness.core.counts().done()).isEqualTo(3);
    assertThat(harness.invocations.getFirst().after()).isGreaterThan(Duration.ofSeconds(10));
  }

  @Test
  void stuckLane_boundsWhatIsReadAhead() {
    VirtualStream paged = new VirtualStream(1, 10);
    for (int i = 0; i < 10_000; i++) {
      paged.put(0, "k", Integer.toString(i), START);
    }
    MappingHarness harness =
        new MappingHarness(settings().batchSize(1).bufferedBytesPerShard(50_000).build(), paged)
            .function((batch, n) -> CRASH)
            .run(Duration.ofHours(3));

    assertThat(harness.core.counts().read()).isBetween(50L, 150L);
  }

  @Test
  void forgottenShard_isLetGoAndItsChildrenGoOn() {
    stream.putNumbers(0, 3);
    MappingHarness harness =
        harness(settings())
            .at(
                Duration.ofSeconds(30),
                now -> {
                  String child = stream.replace(stream.open(), 1).getFirst();
                  stream.put(child, "k", new byte[] {'c'}, now);
                  stream.forget(VirtualStream.name(0));
                  stream.fail(1);
                })
            .run(HOUR);

    assertThat(harness.textsOf(null)).endsWith("c");
  }

  // ---- going on

  @Test
  void resumedMapping_goesOnBehindWhatIsDoneAndRepeatsWhatWasAhead() {
    for (int i = 0; i < 40; i++) {
      stream.put(0, "key-" + i % 8, Integer.toString(i), START);
    }
    MappingSettings settings = settings().batchSize(3).parallelizationFactor(4).build();
    MappingHarness first =
        new MappingHarness(settings, stream)
            .function((batch, n) -> contains(batch, "17") ? CRASH : OK)
            .run(Duration.ofMinutes(5));
    Checkpoint checkpoint = first.core.checkpoint();
    MappingHarness second =
        new MappingHarness(settings, stream, true, checkpoint, first.now()).run(HOUR);

    List<String> all = new ArrayList<>(first.textsOf(null));
    all.addAll(second.textsOf(null));
    assertThat(all).containsAll(numbers(0, 40));
    assertThat(second.textsOf(null)).contains("17").doesNotContain("0", "1");
    assertThat(all.size()).isGreaterThan(40);
  }

  @Test
  void resumedMapping_thatBeganAtLatest_losesNothingInBetween() {
    MappingSettings settings = settings().startingPosition(new Position.Latest()).build();
    MappingHarness first = new MappingHarness(settings, stream).run(Duration.ofMinutes(1));
    Checkpoint checkpoint = first.core.checkpoint();
    stream.put(0, "k", "meanwhile", first.now());
    MappingHarness second =
        new MappingHarness(settings, stream, true, checkpoint, first.now().plusSeconds(60))
            .run(HOUR);

    assertThat(second.textsOf(null)).containsExactly("meanwhile");
  }

  @Test
  void stopReading_seesThroughWhatWasReadWithoutWaitingForTheWindow() {
    stream.putNumbers(0, 3);
    MappingHarness harness =
        harness(settings().batchingWindow(Duration.ofMinutes(5))).run(Duration.ofSeconds(1));
    assertThat(harness.core.isIdle()).isFalse();

    harness.core.stopReading();
    stream.putNumbers(3, 3);
    harness.run(HOUR);

    assertThat(harness.core.isIdle()).isTrue();
    assertThat(harness.textsOf(null)).isEqualTo(numbers(0, 3));
  }

  @Test
  void caughtUp_isSaidOnlyWhenAllThatWasThereIsDone() {
    stream.putNumbers(0, 5);
    MappingHarness harness =
        harness(settings().batchSize(1)).invocationsTake(Duration.ofSeconds(1));
    harness.run(Duration.ofMillis(500));
    long mark = harness.core.hurry(harness.now());

    harness.run(Duration.ofSeconds(4));
    assertThat(harness.core.isCaughtUp(mark)).isFalse();
    harness.run(Duration.ofSeconds(1));
    assertThat(harness.core.isCaughtUp(mark)).isTrue();
    assertThat(harness.core.isCaughtUp(harness.core.hurry(harness.now()))).isFalse();
  }

  @Test
  void caughtUp_askedDuringAReadAndAListing_doesNotWaitForTheNextRound() {
    stream.putNumbers(0, 5);
    MappingHarness harness =
        harness(settings().shardDiscoveryInterval(HOUR).pollInterval(HOUR))
            .invocationsTake(Duration.ZERO);
    harness.core.advance(START);
    // The listing has been asked for and has not come back.
    long mark = harness.core.hurry(START);
    harness.core.listed(new Command.ListShards(0), stream.shards(), START);

    harness.run(Duration.ofSeconds(1));

    assertThat(harness.core.isCaughtUp(mark)).isTrue();
  }

  private MappingHarness harness(MappingSettings.Builder settings) {
    return new MappingHarness(settings.build(), stream);
  }

  private static MappingSettings.Builder settings() {
    return MappingSettings.builder();
  }
}
