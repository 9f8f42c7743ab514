package io.oriontrail.local.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import io.oriontrail.local.esm.MappingSettings;
import io.oriontrail.local.esm.VirtualMapping;
import io.oriontrail.local.lambda.Outcome;
import io.oriontrail.query.QueryDoor;
import io.oriontrail.store.EventScan;
import io.oriontrail.store.InMemoryEventStore;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/**
 * Ingest on virtual time with the metrics that it makes: those that the function prints, and those
 * of AWS that the harness has a figure for. Before it lie 23 good hours, which are run once for
 * all. For one thread.
 */
final class AlarmRun {
  static final Set<String> STEPS = Set.of("VERIFY_IDENTITY", "OPEN_ACCOUNT");

  /** How many events a minute are put, in one record. */
  static final int EVENTS = 30;

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HISTORY = Duration.ofHours(23);
  private static final Map<String, WatchedAlarm> BOOK = WatchedAlarm.book();

  /** Made by the first who asks. */
  private static final class Usual {
    static final AlarmRun RUN = history();
    static final Map<String, Double> BAND = band(RUN);
  }

  final IngestRig rig;
  final MetricStore metrics;
  private final Map<String, Double> figures = new TreeMap<>();
  private long delivered;
  private long lost;
  private int number;

  private AlarmRun(IngestRig rig, MetricStore metrics) {
    this.rig = rig;
    this.metrics = metrics;
    rig.countSteps(STEPS);
    rig.watch(this::saw);
  }

  /** After usual hours, with the mapping as deployed. */
  static AlarmRun create() {
    return create(IngestRig.deployed().build(), true);
  }

  static AlarmRun create(MappingSettings settings, boolean hasDestination) {
    return new AlarmRun(new IngestRig(settings, 1, puts -> {}, hasDestination), usualMetrics());
  }

  /** After twenty more minutes, in which every second run failed. */
  static AlarmRun ofFailingSteps() {
    AlarmRun run = create();
    return run.minutes(20, minute -> run.put(EVENTS, 2));
  }

  private static AlarmRun history() {
    AlarmRun run = new AlarmRun(new IngestRig(), new MetricStore());
    Duration tenMinutes = Duration.ofMinutes(10);
    Duration byTheMinute = Duration.ofHours(2);
    while (run.now().isBefore(VirtualMapping.START.plus(HISTORY.minus(byTheMinute)))) {
      run.putUsual();
      run.rig.mapping.run(tenMinutes);
      run.measure();
    }
    for (int minute = 0; minute < byTheMinute.toMinutes(); minute++) {
      run.putUsual();
      run.unwatched(1);
    }
    return run;
  }

  /**
   * Stands in for the band that CloudWatch learns: mean and width of the usual hour, as many
   * standard deviations as the alarm has.
   */
  private static Map<String, Double> band(AlarmRun usual) {
    Map<String, Double> bands = new HashMap<>();
    for (WatchedAlarm alarm : BOOK.values()) {
      String band = alarm.text("band");
      if (!band.isEmpty()) {
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
          Double value =
              alarm.value(usual.metrics, usual.now().minus(alarm.period().multipliedBy(i)));
          if (value != null) {
            values.add(value);
          }
        }
        double mean = values.stream().mapToDouble(v -> v).average().orElseThrow();
        double variance =
            values.stream().mapToDouble(v -> (v - mean) * (v - mean)).average().orElseThrow();
        double width = Double.parseDouble(band.replaceAll(".*, (.*)\\)", "$1"));
        bands.put(alarm.name(), mean + width * Math.sqrt(variance));
      }
    }
    return bands;
  }

  Instant now() {
    return rig.mapping.now();
  }

  /** Some runs of each step, of which few fail, as events that are emitted now. */
  void putUsual() {
    rig.put(Packed.of(usualEvents()));
  }

  /** So many events, of which each so manieth failed. */
  void put(int events, int everyFails) {
    rig.put(Packed.of(events(events, everyFails)));
  }

  /** What {@link #putUsual} would put now. */
  StepEvent[] usualEvents() {
    return events(EVENTS, 15);
  }

  private StepEvent[] events(int events, int everyFails) {
    StepEvent[] all = new StepEvent[events];
    for (int i = 0; i < events; i++) {
      int n = number++;
      String step = n % 2 == 0 ? "VERIFY_IDENTITY" : "OPEN_ACCOUNT";
      boolean fails = n / 2 % everyFails == 0;
      StepEvent.Builder event =
          StepEvent.ended(
                  ExecutionKey.of("acct-" + n % 500, "exec/" + n / 4),
                  step,
                  fails ? Status.FAILED : Status.SUCCEEDED,
                  now())
              .eventId("alarm-" + n)
              .runId("run-" + n);
      all[i] = (fails ? event.errorCode(step + "_REFUSED") : event).build();
    }
    return all;
  }

  /** Lets minutes pass, with something done at the start of each, and looks at all alarms. */
  AlarmRun minutes(int minutes, IntConsumer atStart) {
    for (int minute = 0; minute < minutes; minute++) {
      atStart.accept(minute);
      rig.mapping.run(MINUTE);
      measure();
      if (minute % 5 == 4) {
        look();
      }
    }
    return this;
  }

  /** The same with what is usual. */
  AlarmRun usualMinutes(int minutes) {
    return minutes(minutes, minute -> putUsual());
  }

  /** Lets minutes pass in which nobody looks at alarms: what they need takes that long. */
  void unwatched(int minutes) {
    for (int minute = 0; minute < minutes; minute++) {
      rig.mapping.run(MINUTE);
      measure();
    }
  }

  /** The table takes so many items a second at most, and refuses the rest. */
  AlarmRun tableTakes(double perSecond) {
    double[] room = {0};
    Instant[] since = {now()};
    rig.dynamoDb.fault(
        call -> {
          Instant at = rig.clock.instant();
          if (at.isAfter(since[0])) {
            room[0] += perSecond * Duration.between(since[0], at).toMillis() / 1e3;
            room[0] = Math.min(room[0], 25);
            since[0] = at;
          }
          int taken = Math.min((int) room[0], call.puts().size());
          room[0] -= taken;
          if (taken < call.puts().size()) {
            aws("AWS/DynamoDB", "WriteThrottleEvents", Map.of("TableName", "events"), at, 1);
          }
          if (taken == 0) {
            throw FaultyDynamoDb.throttled();
          }
          rig.dynamoDb.commit(call.puts().subList(0, taken));
          return call.puts().subList(taken, call.puts().size());
        });
    return this;
  }

  /** What ingest has stored by now, for functions that read; the clock then shows now. */
  InMemoryEventStore stored() {
    rig.clock.set(now());
    InMemoryEventStore store = new InMemoryEventStore(Duration.ofDays(14), rig.clock);
    EventScan.read(
        rig.dynamoDb, FaultyDynamoDb.TABLE, message -> store.append(List.of(message), Instant.MAX));
    return store;
  }

  /** The query function before it, and before what ingest has summed up. */
  RequestStreamHandler query(InMemoryEventStore stored, OutputStream printed) {
    return QueryDoor.handler(
        stored,
        stored,
        rig.rollups.reader(stored),
        rig.clock,
        () -> 0,
        new PrintStream(printed, true, UTF_8));
  }

  /** Whatever is invoked fails as a whole. */
  AlarmRun crash() {
    rig.deploy(
        (input, output, context) -> {
          throw new IOException("a release that does not work");
        });
    return this;
  }

  private void saw(IngestRig.Invocation invocation) {
    Map<String, String> function = Map.of("FunctionName", "orion-ingest");
    Instant at = invocation.at();
    if (invocation.outcome() instanceof Outcome.ServiceError) {
      aws("AWS/Lambda", "Throttles", function, at, 1);
      return;
    }
    boolean failed = invocation.outcome() instanceof Outcome.FunctionError;
    aws("AWS/Lambda", "Invocations", function, at, 1);
    aws("AWS/Lambda", "Errors", function, at, failed ? 1 : 0);
    aws("AWS/Lambda", "Duration", function, at, (double) invocation.took().toMillis());
    aws("AWS/Lambda", "IteratorAge", function, at, ageOfLast(invocation.event(), at));
    invocation.printed().lines().forEach(metrics::putLine);
  }

  /** As Lambda measures it: of the batch's last record, when the function is called. */
  static double ageOfLast(byte[] event, Instant at) {
    try {
      double arrived =
          JsonFiles.JSON
              .readTree(event)
              .path("Records")
              .valueStream()
              .mapToDouble(r -> r.at("/kinesis/approximateArrivalTimestamp").asDouble())
              .reduce(0, (first, last) -> last);
      return Math.max(0, at.toEpochMilli() - arrived * 1e3);
    } catch (IOException e) {
      throw new UncheckedIOException("the mapping writes JSON", e);
    }
  }

  /** What AWS counts by itself, as far as the harness knows. */
  private void measure() {
    // A period begins with its first moment and ends before the next one's.
    Instant at = now().minusMillis(1);
    Map<String, String> feed = Map.of("EventSourceMappingUUID", "feed");
    long nowDelivered = rig.mapping.counts().discarded();
    long nowLost = rig.mapping.counts().dropped() + rig.mapping.counts().expired();
    aws(
        "AWS/Lambda",
        "OnFailureDestinationDeliveredEventCount",
        feed,
        at,
        (double) (nowDelivered - delivered));
    aws("AWS/Lambda", "DroppedEventCount", feed, at, (double) (nowLost - lost));
    delivered = nowDelivered;
    lost = nowLost;
    aws(
        "AWS/Kinesis",
        "GetRecords.IteratorAgeMilliseconds",
        Map.of("StreamName", "stream"),
        at,
        (double) rig.mapping.age().toMillis());
    objects("quarantine", at, rig.s3.objects().size());
    objects("failures", at, rig.mapping.delivered().size());
  }

  private void objects(String bucket, Instant at, int count) {
    aws(
        "AWS/S3",
        "NumberOfObjects",
        Map.of("BucketName", bucket, "StorageType", "AllStorageTypes"),
        at,
        count);
  }

  void aws(String namespace, String name, Map<String, String> dimensions, Instant at, double v) {
    metrics.put(new MetricStore.Metric(namespace, name, dimensions), at, v);
  }

  /** Judges all alarms as of now. */
  void look() {
    look(metrics, now(), figures);
  }

  /** Judges all alarms, and keeps the figures of those that are raised. */
  static void look(MetricStore metrics, Instant now, Map<String, Double> figures) {
    for (WatchedAlarm alarm : BOOK.values()) {
      if (alarm.isComposite()) {
        if (alarm.alarms(metrics, now, Usual.BAND)) {
          figures.put(alarm.name(), 1.0);
        }
      } else {
        Double reached = alarm.reached(metrics, now, Usual.BAND);
        if (reached != null) {
          figures.merge(alarm.name(), reached, Math::max);
        }
      }
    }
  }

  /** The alarms that were raised, with the figure that raised each. */
  Map<String, Double> figures() {
    return figures;
  }

  /** What an alarm compares with. */
  static double limit(WatchedAlarm alarm) {
    return Usual.BAND.getOrDefault(alarm.name(), alarm.threshold());
  }

  /** The metrics of the usual hours, as if they ended when a run begins. */
  static MetricStore usualMetrics() {
    return Usual.RUN.metrics.earlier(HISTORY);
  }
}
