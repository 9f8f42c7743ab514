package io.oriontrail.local.load;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * What each process of a line held over time under a steady load, and whether that stayed what it
 * was. Immutable.
 */
public final class SoakReport {
  /** How far what is live may be from what it was once the process had settled. */
  public static final double LIMIT = 0.05;

  /** Of the time, what a process has to settle. */
  private static final double SETTLING = 1 / 6.0;

  /** Parts of the settled time that are held against the first of them: ten minutes of an hour. */
  private static final int WINDOWS = 5;

  /** Fewer readings of a settled process say nothing. */
  private static final int LEAST_READINGS = 3;

  /** Threads and handles that may come and go without being a leak. */
  private static final double LEAST_TREND = 2;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double MIB = 1 << 20;
  private static final int PARTS = 3;

  private final LoadSettings settings;
  private final Map<String, List<JvmReading>> byProcess = new LinkedHashMap<>();
  private final SoakChild.Counts counts;
  private final LoadCheck check;
  private final Asked asked;
  private final String command;

  /** Questions put to the API meanwhile, and how many had no good answer. */
  public record Asked(long questions, long failed) {}

  /**
   * How one process did.
   *
   * @param readings once it had settled
   * @param settledBytes the least that was live in the first fifth of them
   * @param deviation the greatest ratio to that of the least of a later fifth, less 1; negative
   *     where it was less
   * @param threadTrend mean number of threads in the last third, less that in the first
   * @param handleTrend the same of handles
   */
  public record Verdict(
      String process,
      boolean isStore,
      int readings,
      long settledBytes,
      double deviation,
      double threadTrend,
      double handleTrend) {

    /**
     * Whether it did not grow, and was there for long enough to tell. The store's heap is its own
     * affair; its threads and handles are not.
     */
    public boolean isFlat() {
      return readings >= LEAST_READINGS
          && (isStore || Math.abs(deviation) <= LIMIT)
          && threadTrend <= LEAST_TREND
          && handleTrend <= LEAST_TREND;
    }
  }

  /** {@code readings}: in the order of time; {@code command}: what was run. */
  public SoakReport(
      LoadSettings settings,
      List<JvmReading> readings,
      SoakChild.Counts counts,
      LoadCheck check,
      Asked asked,
      String command) {
    this.settings = settings;
    for (JvmReading reading : readings) {
      byProcess
          .computeIfAbsent(
              reading.process() + ", process " + reading.pid(), absent -> new ArrayList<>())
          .add(reading);
    }
    this.counts = counts;
    this.check = check;
    this.asked = asked;
    this.command = command;
  }

  /** Of each process that was there when all had settled, in the order of their first readings. */
  public List<Verdict> verdicts() {
    double settled = settings.duration().toMillis() / 1e3 * SETTLING;
    List<Verdict> verdicts = new ArrayList<>();
    byProcess.forEach(
        (name, readings) -> {
          List<JvmReading> after =
              readings.stream().filter(reading -> reading.second() >= settled).toList();
          if (!after.isEmpty()) {
            verdicts.add(verdict(name, after));
          }
        });
    return verdicts;
  }

  private static Verdict verdict(String name, List<JvmReading> after) {
    List<Long> floors = floors(after);
    long base = floors.getFirst();
    double deviation = 0;
    for (long floor : floors) {
      double one = floor / (double) base - 1;
      deviation = Math.abs(one) > Math.abs(deviation) ? one : deviation;
    }
    return new Verdict(
        name,
        after.getFirst().isStore(),
        after.size(),
        base,
        deviation,
        trend(after, JvmReading::threads),
        trend(after, JvmReading::handles));
  }

  /** The least of each part of the time: what a reading adds to it was in flight. */
  private static List<Long> floors(List<JvmReading> readings) {
    int windows = Math.min(WINDOWS, readings.size());
    List<Long> floors = new ArrayList<>();
    for (int i = 0; i < windows; i++) {
      List<JvmReading> window =
          readings.subList(i * readings.size() / windows, (i + 1) * readings.size() / windows);
      floors.add(window.stream().mapToLong(JvmReading::liveBytes).min().orElseThrow());
    }
    return floors;
  }

  private static double trend(List<JvmReading> readings, ToDoubleFunction<JvmReading> what) {
    int part = Math.max(1, readings.size() / PARTS);
    return mean(readings.subList(readings.size() - part, readings.size()), what)
        - mean(readings.subList(0, part), what);
  }

  private static double mean(List<JvmReading> readings, ToDoubleFunction<JvmReading> what) {
    DoubleStream values = readings.stream().mapToDouble(what);
    return values.average().orElse(0);
  }

  /** Whether nothing was lost, every question was answered, and no process is known to grow. */
  public boolean isGood() {
    return check.isClean()
        && counts.dropped() == 0
        && asked.failed() == 0
        && !verdicts().isEmpty()
        && verdicts().stream().allMatch(Verdict::isFlat);
  }

  /** For a terminal. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "offered %,d, delivered %,d, dropped %,d; missing %,d, different %,d, invented %,d; questions %,d, without a good answer %,d"
            .formatted(
                counts.offered(),
                counts.delivered(),
                counts.dropped(),
                check.missing(),
                check.different(),
                check.invented(),
                asked.questions(),
                asked.failed()));
    for (Verdict each : verdicts()) {
      lines.add(
          "%-34s live %7.2f MiB, at most %+5.1f %% off; threads %+.1f, handles %+.1f; %s"
              .formatted(
                  each.process(),
                  each.settledBytes() / MIB,
                  100 * each.deviation(),
                  each.threadTrend(),
                  each.handleTrend(),
                  word(each)));
    }
    return lines;
  }

  private static String word(Verdict verdict) {
    if (verdict.readings() < LEAST_READINGS) {
      return "too few readings to tell: " + verdict.readings();
    }
    return !verdict.isFlat() ? "NOT FLAT" : verdict.isStore() ? "the store" : "flat";
  }

  /** A page of its own. */
  public String html() {
    List<List<String>> rows = new ArrayList<>();
    List<Html.Mood> moods = new ArrayList<>();
    for (Verdict each : verdicts()) {
      rows.add(
          List.of(
              each.process(),
              "%.2f MiB".formatted(each.settledBytes() / MIB),
              "%+.1f %%".formatted(100 * each.deviation()),
              "%+.1f".formatted(each.threadTrend()),
              "%+.1f".formatted(each.handleTrend()),
              word(each)));
      moods.add(each.isStore() && each.isFlat() ? Html.Mood.NEUTRAL : Html.Mood.of(each.isFlat()));
    }
    return new Html("Soak: %,d events/s".formatted(settings.eventsPerSecond()))
        .lead(
            "%s minutes after a warm-up of %,d s. Live is what is left after a full collection, the least of five within seconds, as what is in flight comes and goes; the table has the least of the first fifth of the time after a sixth of it had passed, and how far the least of a later fifth was from that (the goal is %.0f %%, the store's process aside), and by how much the mean number of threads and open handles of the last third differs from that of the first."
                .formatted(
                    LoadReport.number(settings.duration().toSeconds() / 60.0),
                    settings.warmUp().toSeconds(),
                    100 * LIMIT))
        .code(command)
        .paragraph(lines().getFirst())
        .table(List.of("process", "live", "at most off", "threads", "handles", ""), rows, moods)
        .heading("Over time")
        .charts(
            List.of(
                chart("Live, without the store", "MiB", reading -> reading.liveBytes() / MIB),
                chart("Threads", "", JvmReading::threads),
                chart("Open files and sockets", "", JvmReading::handles)))
        .page();
  }

  private LineChart chart(String title, String unit, ToDoubleFunction<JvmReading> what) {
    LineChart chart =
        new LineChart(title, unit).shadeUntil(settings.duration().toMillis() / 1e3 * SETTLING);
    byProcess.forEach(
        (name, readings) -> {
          if (!readings.getFirst().isStore()) {
            chart.add(
                name,
                readings.stream().mapToDouble(JvmReading::second).toArray(),
                readings.stream().mapToDouble(what).toArray());
          }
        });
    return chart;
  }

  /** The same for machines. */
  public String json() {
    ObjectNode root = JSON.createObjectNode();
    root.put("command", command)
        .put("good", isGood())
        .put("eventsPerSecond", settings.eventsPerSecond())
        .put("seconds", settings.duration().toSeconds())
        .put("offered", counts.offered())
        .put("delivered", counts.delivered())
        .put("dropped", counts.dropped())
        .put("missing", check.missing())
        .put("different", check.different())
        .put("invented", check.invented())
        .put("questions", asked.questions())
        .put("questionsFailed", asked.failed());
    ArrayNode verdicts = root.putArray("processes");
    for (Verdict each : verdicts()) {
      verdicts
          .addObject()
          .put("process", each.process())
          .put("store", each.isStore())
          .put("flat", each.isFlat())
          .put("readings", each.readings())
          .put("settledBytes", each.settledBytes())
          .put("deviation", each.deviation())
          .put("threadTrend", each.threadTrend())
          .put("handleTrend", each.handleTrend());
    }
    ArrayNode all = root.putArray("readings");
    byProcess.forEach(
        (name, readings) ->
            readings.forEach(
                reading ->
                    all.addObject()
                        .put("process", name)
                        .put("second", reading.second())
                        .put("liveBytes", reading.liveBytes())
                        .put("threads", reading.threads())
                        .put("handles", reading.handles())));
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    } catch (JacksonException e) {
      throw new IllegalStateException("a report is plain numbers and text", e);
    }
  }
}
