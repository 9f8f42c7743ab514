package io.oriontrail.local.esm;

import io.oriontrail.local.lambda.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * A stream and the mapping that reads it, on virtual time, for tests of what stands behind it: a
 * function that takes the event's bytes and says how long it took. Outlives its mapping's death.
 * For one thread.
 */
public final class VirtualMapping {
  public static final Instant START = MappingHarness.START;
  private static final EventJson EVENTS = new EventJson(MappingHarness.STREAM_ARN);
  private static final String FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:ingest";

  /** What is invoked. */
  @FunctionalInterface
  public interface Function {
    Answer invoke(byte[] event, Instant now);
  }

  /** How an invocation ended, and after what time. */
  public record Answer(Outcome outcome, Duration took) {}

  /** What came to the on-failure destination. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Delivered(String key, byte[] json) {}

  private record Effect(Instant at, long order, Runnable action) {}

  private final MappingSettings settings;
  private final boolean hasDestination;
  private final VirtualStream stream;
  private final Function function;
  private final PriorityQueue<Effect> effects =
      new PriorityQueue<>(Comparator.comparing(Effect::at).thenComparingLong(Effect::order));
  private final List<Delivered> delivered = new ArrayList<>();
  private MappingHarness harness;
  private Duration took = Duration.ZERO;
  private int deliveredOfHarness;
  private long order;

  public VirtualMapping(MappingSettings settings, int shards, Function function) {
    this(settings, shards, function, true);
  }

  /** The same, with or without somewhere to put aside what it gives up. */
  public VirtualMapping(
      MappingSettings settings, int shards, Function function, boolean hasDestination) {
    this.settings = settings;
    this.hasDestination = hasDestination;
    this.stream = new VirtualStream(shards);
    this.function = function;
    this.harness = harness(Checkpoint.NONE, START);
  }

  private MappingHarness harness(Checkpoint from, Instant now) {
    return new MappingHarness(settings, stream, hasDestination, from, now)
        .function((batch, number) -> invoke(batch))
        .invocationsTake(() -> took);
  }

  private Outcome invoke(List<StreamRecord> batch) {
    Answer answer = function.invoke(EVENTS.write(batch), harness.now());
    took = answer.took();
    return answer.outcome();
  }

  public Instant now() {
    return harness.now();
  }

  /** Puts a record now; keys go to shards by their hash. Returns its sequence number. */
  public String put(String key, byte[] data) {
    List<String> open = stream.open();
    String shard = open.get(Math.floorMod(key.hashCode(), open.size()));
    return stream.put(shard, key, data, now()).sequenceNumber();
  }

  /** Something that happens then. */
  public VirtualMapping at(Duration afterStart, Runnable action) {
    effects.add(new Effect(START.plus(afterStart), order++, action));
    return this;
  }

  /** Splits a shard or merges two. */
  public void reshard(Random random) {
    List<String> open = stream.open();
    if (open.size() > 1 && random.nextBoolean()) {
      stream.replace(open.subList(0, 2), 1);
    } else {
      stream.replace(open.subList(0, 1), 2);
    }
  }

  /** So many of the coming invocations that succeed are made again. */
  public void repeatInvocations(int count) {
    harness.repeatInvocations(count);
  }

  /** The mapping dies and another goes on from what the first had on record. */
  public void die() {
    harness = harness(harness.core.checkpoint(), now());
    deliveredOfHarness = 0;
  }

  /** Lets time pass. */
  public VirtualMapping run(Duration duration) {
    Instant end = now().plus(duration);
    while (!effects.isEmpty() && !effects.peek().at().isAfter(end)) {
      Effect effect = effects.remove();
      runUntil(effect.at());
      effect.action().run();
    }
    runUntil(end);
    return this;
  }

  private void runUntil(Instant time) {
    Duration ahead = Duration.between(now(), time);
    if (!ahead.isNegative()) {
      harness.run(ahead);
    }
    List<FailedBatch> all = harness.delivered;
    for (FailedBatch failed : all.subList(deliveredOfHarness, all.size())) {
      byte[] json = failed.json(EVENTS, FUNCTION, true);
      delivered.add(new Delivered(failed.objectKey("virtual"), json));
    }
    deliveredOfHarness = all.size();
  }

  /** Of the mapping that lives now. */
  public MappingCounts counts() {
    return harness.core.counts();
  }

  /** How long the oldest record has been in the stream that is read and not seen through. */
  public Duration age() {
    return harness.core.age(now());
  }

  public List<Delivered> delivered() {
    return List.copyOf(delivered);
  }

  /** The answer that names these sequence numbers. */
  public static Outcome failing(List<String> sequenceNumbers) {
    return Answers.failing(sequenceNumbers);
  }

  public static Outcome answer(String json) {
    return new Outcome.Success(json.getBytes(StandardCharsets.UTF_8));
  }
}
