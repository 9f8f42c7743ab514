package io.oriontrail.local.load;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What is to be said of a load: as a page with charts and as JSON. */
public final class LoadReport {
  /** What the freshness of events must stay within. */
  public static final long FRESHNESS_LIMIT_MILLIS = 5_000;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double MIB = 1 << 20;
  private static final double MILLIS = 1e3;
  private static final double HUNDRED = 100;

  private final LoadResult result;
  private final String command;

  /** {@code command}: what was run, for the reader to repeat. */
  public LoadReport(LoadResult result, String command) {
    this.result = result;
    this.command = command;
  }

  /** A page of its own. */
  public String html() {
    LoadSettings settings = result.settings();
    return new Html(title())
        .lead(
            "%s, after a warm-up of %,d s; %d processors; begun %s. All of it on this machine: emitters, stream, mapping, ingest, store and what makes the load."
                .formatted(
                    minutes(settings),
                    settings.warmUp().toSeconds(),
                    result.processors(),
                    result.began()))
        .code(command)
        .cards(cards())
        .heading("Over time")
        .paragraph("Shaded: the warm-up, which is sent and checked, but not measured.")
        .charts(charts())
        .heading("What an event costs")
        .paragraph(verdict())
        .table(List.of("part", "processors in use", "µs an event", "share"), costRows(), List.of())
        .heading("What became of every event")
        .table(List.of("", "events"), countRows(), countMoods())
        .page();
  }

  private String title() {
    return "Load: %,d events/s, %s"
        .formatted(
            result.settings().eventsPerSecond(),
            result.settings().store() == LoadSettings.Store.MEMORY
                ? "in-memory twin in place of DynamoDB"
                : "DynamoDB Local");
  }

  private static String minutes(LoadSettings settings) {
    return number(settings.duration().toSeconds() / 60.0) + " minutes measured";
  }

  private List<Html.Card> cards() {
    Latencies freshness = result.freshness();
    return List.of(
        new Html.Card(number(result.storedPerSecond()) + "/s", "stored", Html.Mood.NEUTRAL),
        new Html.Card(
            percent(result.storedPerSecond() / LoadResult.GOAL_PER_SECOND),
            "of 400 M events a day (4,630/s)",
            Html.Mood.NEUTRAL),
        new Html.Card(freshness.p50() + " ms", "freshness, half", Html.Mood.NEUTRAL),
        new Html.Card(
            freshness.p99() + " ms",
            "freshness, 99 of 100; at most 5,000",
            Html.Mood.of(freshness.p99() >= 0 && freshness.p99() <= FRESHNESS_LIMIT_MILLIS)),
        new Html.Card(
            number(result.check().missing()), "lost", Html.Mood.of(result.check().isClean())),
        new Html.Card(
            number(result.microsOfTheLine()) + " µs",
            "of a processor an event, the whole line",
            Html.Mood.NEUTRAL),
        new Html.Card(percent(result.utilisation()), "of this machine in use", Html.Mood.NEUTRAL));
  }

  /** Which part is first to fill the machine, in a sentence. */
  public String verdict() {
    double micros = result.microsPerEvent().values().stream().mapToDouble(d -> d).sum();
    return "%s takes the most: %s of %s µs an event, everything on this machine included. At that cost its %d processors are full at %,.0f events/s, %s times 400 M a day."
        .formatted(
            capitalised(result.heaviest().title()),
            number(result.microsPerEvent().getOrDefault(result.heaviest(), 0.0)),
            number(micros),
            result.processors(),
            result.ceilingPerSecond(),
            number(result.ceilingPerSecond() / LoadResult.GOAL_PER_SECOND));
  }

  private static String capitalised(String words) {
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  private List<List<String>> costRows() {
    double seconds = result.last().second() - result.first().second();
    double sum = result.cpuSeconds().values().stream().mapToDouble(d -> d).sum();
    List<List<String>> rows = new ArrayList<>();
    result
        .cpuSeconds()
        .forEach(
            (part, used) ->
                rows.add(
                    List.of(
                        part.title(),
                        number(used / Math.max(1, seconds)),
                        number(result.microsPerEvent().getOrDefault(part, 0.0)),
                        percent(used / Math.max(1e-9, sum)))));
    return rows;
  }

  private List<List<String>> countRows() {
    LoadSample end = result.samples().getLast();
    return List.of(
        List.of("offered", number(end.offered())),
        List.of("delivered to the stream", number(end.delivered())),
        List.of("given up by an emitter", number(end.dropped())),
        List.of("stored by ingest, repeated ones again", number(end.stored())),
        List.of("stored later than 5 s, warm-up included", number(result.late())),
        List.of(
            "invocations of ingest, roll-ups written, calls to the store made again",
            "%s, %s, %s"
                .formatted(
                    number(result.invocations()),
                    number(result.rollups()),
                    number(result.retries()))),
        List.of("looked up afterwards", number(result.check().expected())),
        List.of("missing", number(result.check().missing())),
        List.of("different", number(result.check().different())),
        List.of("invented", number(result.check().invented())),
        List.of(
            "probes found, and not (freshness is theirs)",
            number(result.probes().size()) + ", " + number(result.probesLost())));
  }

  private List<Html.Mood> countMoods() {
    Html.Mood none = Html.Mood.NEUTRAL;
    LoadCheck check = result.check();
    return List.of(
        none,
        none,
        Html.Mood.of(result.samples().getLast().dropped() == 0),
        none,
        none,
        none,
        none,
        Html.Mood.of(check.missing() == 0),
        Html.Mood.of(check.different() == 0),
        Html.Mood.of(check.invented() == 0));
  }

  private List<LineChart> charts() {
    double warm = result.settings().warmUp().toMillis() / MILLIS;
    LineChart rate = new LineChart("Events", "a second").shadeUntil(warm);
    rate.add("offered", seconds(), perSecond(LoadSample::offered));
    rate.add("delivered", seconds(), perSecond(LoadSample::delivered));
    rate.add("stored", seconds(), perSecond(LoadSample::stored));
    LineChart lag = new LineChart("Due and not yet stored", "events").shadeUntil(warm);
    lag.add("lag", seconds(), of(LoadSample::lag));
    LineChart memory = new LineChart("Memory", "MiB").shadeUntil(warm);
    memory.add("line, resident", seconds(), of(s -> s.residentBytes() / MIB));
    memory.add("line, heap with garbage", seconds(), of(s -> s.heapBytes() / MIB));
    if (result.settings().store() == LoadSettings.Store.DYNAMODB) {
      memory.add("DynamoDB Local, resident", seconds(), of(s -> s.storeBytes() / MIB));
    }
    return List.of(rate, freshnessChart(warm), lag, cpuChart(warm), memory);
  }

  private LineChart freshnessChart(double warm) {
    int last = (int) Math.ceil(result.samples().getLast().second());
    double[] at = new double[last + 1];
    double[] middle = new double[last + 1];
    double[] most = new double[last + 1];
    List<List<Long>> bySecond = new ArrayList<>();
    for (int i = 0; i <= last; i++) {
      bySecond.add(new ArrayList<>());
      at[i] = i;
    }
    result
        .probes()
        .forEach(p -> bySecond.get((int) Math.min(last, p.dueNanos() / 1e9)).add(p.millis()));
    for (int i = 0; i <= last; i++) {
      Latencies second = Latencies.of(bySecond.get(i));
      middle[i] = Math.max(0, second.p50());
      most[i] = Math.max(0, second.max());
    }
    return new LineChart("Freshness, by when an event was due", "ms until found")
        .shadeUntil(warm)
        .mark(FRESHNESS_LIMIT_MILLIS)
        .add("half of the second’s probes", at, middle)
        .add("the slowest", at, most);
  }

  private LineChart cpuChart(double warm) {
    LineChart cpu = new LineChart("Processors in use", "by part").shadeUntil(warm);
    for (LinePart part : LinePart.values()) {
      double[] used = perSecond(sample -> sample.cpuSeconds().getOrDefault(part, 0.0));
      if (result.cpuSeconds().getOrDefault(part, 0.0) > 0 && part != LinePart.REST) {
        cpu.add(part.title(), seconds(), used);
      }
    }
    return cpu;
  }

  private double[] seconds() {
    return of(LoadSample::second);
  }

  private double[] of(ToDoubleFunction<LoadSample> value) {
    return result.samples().stream().mapToDouble(value).toArray();
  }

  /** The growth of a count between samples. */
  private double[] perSecond(ToDoubleFunction<LoadSample> count) {
    double[] values = of(count);
    double[] at = seconds();
    double[] rates = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      double before = i == 0 ? 0 : values[i - 1];
      double since = at[i] - (i == 0 ? 0 : at[i - 1]);
      rates[i] = since <= 0 ? 0 : Math.max(0, values[i] - before) / since;
    }
    return rates;
  }

  /** The same for machines; times are in the units that the names say. */
  public String json() {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(tree());
    } catch (JacksonException e) {
      throw new IllegalStateException("a report is plain numbers and text", e);
    }
  }

  /** The figures alone, for a report about several loads. */
  ObjectNode figures() {
    LoadSettings settings = result.settings();
    ObjectNode root = JSON.createObjectNode();
    root.put("command", command);
    root.put("began", result.began().toString());
    root.put("processors", result.processors());
    root.putObject("settings")
        .put("eventsPerSecond", settings.eventsPerSecond())
        .put("warmUpSeconds", settings.warmUp().toMillis() / MILLIS)
        .put("measuredSeconds", settings.duration().toMillis() / MILLIS)
        .put("store", settings.store().name())
        .put("shards", settings.shards())
        .put("emitters", settings.emitters())
        .put("eventsPerExecution", settings.eventsPerExecution())
        .put("executionsPerAccount", settings.executionsPerAccount())
        .put("batchWindowMillis", settings.batchWindow().toMillis());
    root.put("storedPerSecond", result.storedPerSecond());
    root.put("shareOf400MillionADay", result.storedPerSecond() / LoadResult.GOAL_PER_SECOND);
    root.put("ceilingPerSecond", result.ceilingPerSecond());
    root.put("utilisation", result.utilisation());
    root.set("freshnessMillis", tree(result.freshness()));
    root.set("freshnessMillisWithWarmUp", tree(result.freshnessOfAll()));
    root.put("probesLost", result.probesLost());
    LoadSample end = result.samples().getLast();
    root.putObject("events")
        .put("offered", end.offered())
        .put("delivered", end.delivered())
        .put("dropped", end.dropped())
        .put("stored", end.stored())
        .put("storedLate", result.late())
        .put("missing", result.check().missing())
        .put("different", result.check().different())
        .put("invented", result.check().invented());
    root.put("ingestInvocations", result.invocations());
    root.put("storeRetries", result.retries());
    root.put("rollupsWritten", result.rollups());
    ObjectNode micros = root.putObject("microsPerEvent");
    result.microsPerEvent().forEach((part, value) -> micros.put(part.title(), value));
    root.put("microsPerEventOfTheLine", result.microsOfTheLine());
    return root;
  }

  private ObjectNode tree() {
    ObjectNode root = figures();
    ArrayNode samples = root.putArray("samples");
    for (LoadSample sample : result.samples()) {
      ObjectNode one = samples.addObject();
      one.put("second", sample.second())
          .put("due", sample.due())
          .put("offered", sample.offered())
          .put("delivered", sample.delivered())
          .put("dropped", sample.dropped())
          .put("buffered", sample.buffered())
          .put("stored", sample.stored())
          .put("lineResidentBytes", sample.residentBytes())
          .put("lineHeapBytes", sample.heapBytes())
          .put("storeResidentBytes", sample.storeBytes());
      ObjectNode cpu = one.putObject("cpuSeconds");
      Map<LinePart, Double> sorted = new EnumMap<>(LinePart.class);
      sorted.putAll(sample.cpuSeconds());
      sorted.forEach((part, seconds) -> cpu.put(part.title(), seconds));
    }
    return root;
  }

  private static ObjectNode tree(Latencies latencies) {
    return JSON.createObjectNode()
        .put("count", latencies.count())
        .put("p50", latencies.p50())
        .put("p90", latencies.p90())
        .put("p99", latencies.p99())
        .put("max", latencies.max());
  }

  static String number(double value) {
    double size = Math.abs(value);
    return String.format(Locale.ROOT, size >= HUNDRED || size == 0 ? "%,.0f" : "%.2f", value);
  }

  static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", share * HUNDRED);
  }
}
