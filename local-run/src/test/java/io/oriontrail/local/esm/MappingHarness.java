package io.oriontrail.local.esm;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.oriontrail.local.lambda.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs the core of a mapping on virtual time against a virtual stream and a scripted function:
 * hours pass in milliseconds, and the same script gives the same run.
 */
final class MappingHarness {
  static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
  static final String STREAM_ARN = "arn:aws:kinesis:eu-west-1:123456789012:stream/events";
  static final Outcome OK = new Outcome.Success(new byte[0]);

  /** Decides how an invocation ends; it is told when it began and how manieth it is, from 1. */
  @FunctionalInterface
  interface Script {
    Outcome outcome(List<StreamRecord> batch, int number);
  }

  /** One invocation that was made. */
  record Invoked(Instant at, List<StreamRecord> batch, Outcome outcome) {
    List<String> texts() {
      return batch.stream().map(r -> new String(r.data(), UTF_8)).toList();
    }

    Duration after() {
      return Duration.between(START, at);
    }
  }

  private record Event(Instant at, long order, Consumer<Instant> effect) {}

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparing(Event::at).thenComparingLong(Event::order));
  private final VirtualStream stream;
  final List<Invoked> invocations = new ArrayList<>();
  final List<FailedBatch> delivered = new ArrayList<>();
  final List<Command.Read> reads = new ArrayList<>();
  final MappingCore core;

  private Script script = (batch, number) -> OK;
  private Supplier<Duration> invocationTime = () -> Duration.ofMillis(10);
  private Instant now;
  private long order;
  private int refusedDeliveries;
  private int repetitions;

  MappingHarness(MappingSettings settings, VirtualStream stream) {
    this(settings, stream, true, Checkpoint.NONE, START);
  }

  MappingHarness(
      MappingSettings settings,
      VirtualStream stream,
      boolean hasDestination,
      Checkpoint resume,
      Instant start) {
    this.stream = stream;
    this.now = start;
    this.core = new MappingCore(settings, new EventJson(STREAM_ARN), hasDestination, resume, start);
  }

  MappingHarness function(Script newScript) {
    script = newScript;
    return this;
  }

  MappingHarness invocationsTake(Duration time) {
    return invocationsTake(() -> time);
  }

  MappingHarness invocationsTake(Supplier<Duration> time) {
    invocationTime = time;
    return this;
  }

  /** So many of the coming deliveries fail. */
  MappingHarness refuseDeliveries(int count) {
    refusedDeliveries = count;
    return this;
  }

  /** So many of the coming invocations that end well are made again all the same. */
  MappingHarness repeatInvocations(int count) {
    repetitions = count;
    return this;
  }

  Instant now() {
    return now;
  }

  /** Something that happens to the stream or the mapping at a time. */
  MappingHarness at(Duration afterStart, Consumer<Instant> effect) {
    events.add(new Event(START.plus(afterStart), order++, effect));
    return this;
  }

  /** Lets time pass. */
  MappingHarness run(Duration duration) {
    Instant end = now.plus(duration);
    while (true) {
      core.advance(now).forEach(this::execute);
      Event event = events.peek();
      Instant wakeAt = core.wakeAt();
      Instant next = ShardProgress.earlier(event == null ? null : event.at(), wakeAt);
      if (next == null || next.isAfter(end)) {
        now = end;
        return this;
      }
      now = next.isAfter(now) ? next : now;
      if (event != null && !event.at().isAfter(now)) {
        events.remove(event);
        event.effect().accept(now);
      }
    }
  }

  List<List<String>> batches() {
    return invocations.stream().map(Invoked::texts).toList();
  }

  /** What the function took, in the order in which it was done. */
  List<String> textsOf(@Nullable String key) {
    return invocations.stream()
        .filter(i -> i.outcome() instanceof Outcome.Success)
        .flatMap(i -> i.batch().stream())
        .filter(r -> key == null || r.partitionKey().equals(key))
        .map(r -> new String(r.data(), UTF_8))
        .toList();
  }

  /** The records of which the function said that they are done, in that order. */
  List<StreamRecord> done() {
    List<StreamRecord> done = new ArrayList<>();
    for (Invoked invoked : invocations) {
      if (invoked.outcome() instanceof Outcome.Success success) {
        int end =
            switch (BatchAnswer.read(success.payload(), invoked.batch())) {
              case BatchAnswer.AllDone all -> invoked.batch().size();
              case BatchAnswer.FailedFrom from -> from.index();
              case BatchAnswer.Senseless senseless -> 0;
            };
        done.addAll(invoked.batch().subList(0, end));
      }
    }
    return done;
  }

  private void execute(Command command) {
    switch (command) {
      case Command.ListShards list -> list(list);
      case Command.Read read -> read(read);
      case Command.Invoke invoke -> invoke(invoke);
      case Command.Deliver deliver -> deliver(deliver);
    }
  }

  private void list(Command.ListShards command) {
    try {
      List<SourceShard> shards = stream.shards();
      after(Duration.ZERO, time -> core.listed(command, shards, time));
    } catch (IllegalStateException e) {
      after(Duration.ZERO, core::listFailed);
    }
  }

  private void read(Command.Read command) {
    reads.add(command);
    try {
      ReadResult result = stream.read(command.shardId(), command.from(), command.limit());
      after(Duration.ZERO, time -> core.read(command, result, time));
    } catch (ShardReader.ExpiredPositionException e) {
      after(Duration.ZERO, time -> core.readFailed(command, true, time));
    } catch (IllegalStateException e) {
      after(Duration.ZERO, time -> core.readFailed(command, false, time));
    }
  }

  private void invoke(Command.Invoke command) {
    List<StreamRecord> batch = command.batch().records();
    Outcome outcome = script.outcome(batch, invocations.size() + 1);
    invocations.add(new Invoked(now, batch, outcome));
    if (repetitions > 0 && outcome instanceof Outcome.Success) {
      repetitions--;
      outcome = script.outcome(batch, invocations.size() + 1);
      invocations.add(new Invoked(now, batch, outcome));
    }
    answerLater(command, outcome);
  }

  private void answerLater(Command.Invoke command, Outcome outcome) {
    after(invocationTime.get(), time -> core.invoked(command, outcome, time));
  }

  private void deliver(Command.Deliver command) {
    boolean kept = refusedDeliveries == 0;
    refusedDeliveries -= kept ? 0 : 1;
    delivered.add(command.batch());
    after(Duration.ZERO, time -> core.delivered(command, kept, time));
  }

  private void after(Duration delay, Consumer<Instant> effect) {
    events.add(new Event(now.plus(delay), order++, effect));
  }
}
