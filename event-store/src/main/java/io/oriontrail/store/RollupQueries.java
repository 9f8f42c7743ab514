package io.oriontrail.store;

import io.oriontrail.event.Heartbeat;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What follows from the items of the roll-ups, whichever store holds them. */
final class RollupQueries implements RollupReader {

  /** What a store has to offer for it. */
  interface Source {
    /** The live items of each partition whose sort keys begin with the prefix, in key order. */
    List<List<RollupItem>> read(List<String> partitions, String prefix);
  }

  private final Source source;
  private final HeartbeatReader heartbeats;

  RollupQueries(Source source, HeartbeatReader heartbeats) {
    this.source = source;
    this.heartbeats = heartbeats;
  }

  @Override
  public List<StepRollup> steps(Instant from, Instant to) {
    Map<String, StepRollup> byStep = new TreeMap<>(CodePoints.ORDER);
    for (StepRollup bucket : buckets("", from, to, resolution(from, to))) {
      byStep.merge(bucket.step(), bucket, StepRollup::plus);
    }
    return List.copyOf(byStep.values());
  }

  @Override
  public List<StepRollup> series(String step, Instant from, Instant to) {
    return buckets(step + '#', from, to, resolution(from, to)).stream()
        .sorted(Comparator.comparing(StepRollup::from))
        .toList();
  }

  @Override
  public Map<String, StepBaseline> baselines(Instant from, Instant to) {
    requireWindow(from, to);
    Map<String, Histogram> durations = new HashMap<>();
    for (StepRollup bucket : buckets("", from, to, RollupLayout.COARSE)) {
      durations.merge(bucket.step(), bucket.durations(), Histogram::plus);
    }
    Map<String, StepBaseline> baselines = new TreeMap<>(CodePoints.ORDER);
    durations.forEach(
        (step, histogram) -> {
          if (histogram.count() > 0) {
            baselines.put(
                step,
                new StepBaseline(
                    histogram.quantileNanos(0.5),
                    histogram.quantileNanos(0.95),
                    histogram.count()));
          }
        });
    return baselines;
  }

  private static Duration resolution(Instant from, Instant to) {
    requireWindow(from, to);
    boolean isShort = Duration.between(from, to).compareTo(MAX_FINE_WINDOW) <= 0;
    return isShort ? RollupLayout.FINE : RollupLayout.COARSE;
  }

  private static void requireWindow(Instant from, Instant to) {
    if (!from.isBefore(to) || Duration.between(from, to).compareTo(MAX_WINDOW) > 0) {
      throw new IllegalArgumentException(
          "the window must be of more than nothing and at most %s; it is from %s to %s"
              .formatted(MAX_WINDOW, from, to));
    }
  }

  private List<StepRollup> buckets(String prefix, Instant from, Instant to, Duration width) {
    boolean fine = width.equals(RollupLayout.FINE);
    List<String> partitions =
        fine ? partitions("fine#", from, to, true) : partitions("coarse#", from, to, false);
    List<StepRollup> buckets = new ArrayList<>();
    for (List<RollupItem> partition : source.read(partitions, prefix)) {
      for (RollupItem item : partition) {
        StepRollup bucket = bucket(item, width);
        if (bucket.from().plus(width).isAfter(from) && bucket.from().isBefore(to)) {
          buckets.add(bucket);
        }
      }
    }
    return buckets;
  }

  private static StepRollup bucket(RollupItem item, Duration width) {
    int hash = item.sk().lastIndexOf('#');
    String time = item.sk().substring(hash + 1);
    Instant start =
        Instant.parse(time.length() == "2026-11-22T10".length() ? time + ":00:00Z" : time + ":00Z");
    TreeMap<Integer, Long> durations = new TreeMap<>();
    item.counters()
        .forEach(
            (name, count) -> {
              if (name.startsWith(RollupLayout.BUCKET)) {
                durations.put(
                    Integer.parseInt(name.substring(RollupLayout.BUCKET.length())), count);
              }
            });
    return new StepRollup(
        item.sk().substring(0, hash),
        start,
        width,
        item.counter(RollupLayout.STARTED),
        item.counter(RollupLayout.ENDED),
        item.counter(RollupLayout.FAILED),
        new Histogram(durations));
  }

  @Override
  public List<EdgeRollup> edges(Instant from, Instant to) {
    requireWindow(from, to);
    Map<String, Long> counts = new TreeMap<>(CodePoints.ORDER);
    forDays(
        "edge#",
        from,
        to,
        (item, day, hours) -> {
          long count = hours.stream().mapToLong(item::counter).sum();
          if (count > 0) {
            counts.merge(item.sk(), count, Long::sum);
          }
        });
    List<EdgeRollup> edges = new ArrayList<>();
    counts.forEach(
        (steps, count) -> {
          int hash = steps.indexOf('#');
          edges.add(new EdgeRollup(steps.substring(0, hash), steps.substring(hash + 1), count));
        });
    return edges;
  }

  private interface DayItem {
    /** Takes an item of a day and the counters of its hours within the window. */
    void take(RollupItem item, Instant day, List<String> hours);
  }

  private void forDays(String kind, Instant from, Instant to, DayItem taker) {
    List<Instant> days = starts(from, to, ChronoUnit.DAYS);
    List<List<RollupItem>> read = source.read(partitions(kind, from, to, false), "");
    for (int i = 0; i < days.size(); i++) {
      List<String> hours = new ArrayList<>();
      for (int hour = 0; hour < 24; hour++) {
        Instant start = days.get(i).plus(hour, ChronoUnit.HOURS);
        if (start.isBefore(to) && start.plus(1, ChronoUnit.HOURS).isAfter(from)) {
          hours.add(RollupLayout.part(hour));
        }
      }
      for (RollupItem item : read.get(i)) {
        taker.take(item, days.get(i), hours);
      }
    }
  }

  private static List<Instant> starts(Instant from, Instant to, ChronoUnit unit) {
    List<Instant> starts = new ArrayList<>();
    for (Instant start = from.truncatedTo(unit); start.isBefore(to); start = start.plus(1, unit)) {
      starts.add(start);
    }
    return starts;
  }

  private static List<String> partitions(String kind, Instant from, Instant to, boolean hours) {
    return starts(from, to, hours ? ChronoUnit.HOURS : ChronoUnit.DAYS).stream()
        .map(start -> kind + (hours ? RollupLayout.hour(start) : RollupLayout.day(start)))
        .toList();
  }

  @Override
  public List<ErrorRollup> errors(Instant from, Instant to) {
    requireWindow(from, to);
    Map<String, Errors> found = new TreeMap<>(CodePoints.ORDER);
    forDays(
        "error#",
        from,
        to,
        (item, day, hours) ->
            found.computeIfAbsent(item.sk(), absent -> new Errors()).add(item, hours, day));
    List<ErrorRollup> errors = new ArrayList<>();
    found.forEach(
        (key, sums) -> {
          if (sums.first != null && sums.last != null) {
            int hash = key.indexOf('#');
            errors.add(sums.of(key.substring(0, hash), key.substring(hash + 1)));
          }
        });
    errors.sort(Comparator.comparingLong(ErrorRollup::failures).reversed());
    return errors;
  }

  /** Sums of one step and code over days. */
  private static final class Errors {
    private long failures;
    private final Set<Long> executions = new HashSet<>();
    private final Set<Long> accounts = new HashSet<>();
    @Nullable Instant first;
    @Nullable Instant last;

    void add(RollupItem item, List<String> hours, Instant day) {
      boolean any = false;
      for (String hour : hours) {
        long count = item.counter(hour);
        if (count > 0) {
          Instant start =
              day.plus(
                  Integer.parseInt(hour.substring(RollupLayout.PART.length())), ChronoUnit.HOURS);
          first = first == null ? start : first;
          last = start;
          failures += count;
          any = true;
        }
      }
      if (any) {
        executions.addAll(item.marks(RollupLayout.EXECUTIONS));
        accounts.addAll(item.marks(RollupLayout.ACCOUNTS));
      }
    }

    ErrorRollup of(String step, String code) {
      Instant since = first == null ? Instant.EPOCH : first;
      return new ErrorRollup(
          step,
          code,
          failures,
          DistinctCount.estimate(executions),
          DistinctCount.estimate(accounts),
          since,
          last == null ? since : last);
    }
  }

  @Override
  public List<MinuteCount> errorMinutes(String step, String errorCode, Instant from, Instant to) {
    requireWindow(from, to);
    List<Instant> hours = starts(from, to, ChronoUnit.HOURS);
    String key = step + '#' + errorCode;
    List<List<RollupItem>> read = source.read(partitions("minute#", from, to, true), key);
    List<MinuteCount> counts = new ArrayList<>();
    for (int i = 0; i < hours.size(); i++) {
      for (RollupItem item : read.get(i)) {
        for (int minute = 0; minute < 60 && item.sk().equals(key); minute++) {
          Instant start = hours.get(i).plus(minute, ChronoUnit.MINUTES);
          long count = item.counter(RollupLayout.part(minute));
          if (count > 0 && start.isBefore(to) && start.plus(1, ChronoUnit.MINUTES).isAfter(from)) {
            counts.add(new MinuteCount(start, count));
          }
        }
      }
    }
    return counts;
  }

  @Override
  public Completeness completeness(Instant from, Instant to) {
    requireWindow(from, to);
    Instant begin = from.truncatedTo(ChronoUnit.HOURS);
    List<Instant> hours = starts(from, to, ChronoUnit.HOURS);
    Instant end = hours.getLast().plus(1, ChronoUnit.HOURS);
    Map<String, Long> stored = new HashMap<>();
    for (List<RollupItem> hour :
        source.read(partitions(RollupLayout.EMITTER, from, to, true), "")) {
      hour.forEach(item -> stored.merge(item.sk(), item.counter(RollupLayout.COUNT), Long::sum));
    }
    return Completeness.of(begin, end, beats(begin, end, hours), stored);
  }

  /** Hour by hour, so that no more than one hour's heartbeats are held at once. */
  private Map<String, EmitterBeats> beats(Instant begin, Instant end, List<Instant> hours) {
    List<Instant> asked = new ArrayList<>(hours);
    asked.addFirst(begin.minusSeconds(1));
    asked.addLast(end);
    Map<String, EmitterBeats> beats = new HashMap<>();
    for (Instant hour : asked) {
      for (Heartbeat beat : heartbeats.heartbeatsOfHour(hour)) {
        beats.computeIfAbsent(beat.emitterId(), absent -> new EmitterBeats(begin, end)).add(beat);
      }
    }
    return beats;
  }
}
