package io.oriontrail.infra;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a stage needs and costs, as the tables that stand in docs/COST.md and docs/CAPACITY.md. */
final class CostReport {
  private static final Duration PEAK = Duration.ofMinutes(10);

  private final String name;
  private final StageConfig config;
  private final Traffic traffic;
  private final Load load;
  private final StageCost.Extras extras;
  private final StageCost cost;
  private final StringBuilder text = new StringBuilder();

  /** The report of a stage by that name. */
  CostReport(String name, StageConfig config, Traffic traffic, Load load, StageCost.Extras extras) {
    this.extras = extras;
    this.name = name;
    this.config = config;
    this.traffic = traffic;
    this.load = load;
    this.cost = new StageCost(config, traffic, load, extras);
  }

  String markdown() {
    text.setLength(0);
    needs();
    bill();
    others();
    return text.toString();
  }

  private void needs() {
    IngestLoad ingest = cost.ingest();
    WriteUnits units = ingest.writeUnits();
    head(name, "needs", "has");
    row("events a day", count(load.eventsPerDay()), "");
    row("events a second, mean", count(load.eventsPerSecond()), "");
    row(
        "events a second, at %s times the mean".formatted(plain(load.peak())),
        count(load.eventsPerSecond() * load.peak()),
        "");
    row("bytes of an event, item and record of %d".formatted(load.eventsPerRecord()), sizes(), "");
    row("shards, at the peak", count(ingest.shardsForPeak()), shards());
    row("write units, mean", count(units.all()), capacity());
    row("write units for an event", fraction(ingest.writeUnitsPerEvent()), "");
    row("stored, GB", one(cost.storedGb()), config.table().retention().toDays() + " days");
    row(
        "ingest: invocations a second, ms each",
        "%s, %s"
            .formatted(one(ingest.invocationsPerSecond()), one(ingest.invocationSeconds() * 1e3)),
        "");
    row("ingest: under way at once, mean", fraction(ingest.concurrency()), concurrency(ingest));
    row(
        "of a peak of 10 min waits in the stream",
        count(ingest.backlogAfter(PEAK)),
        drained(ingest));
    text.append('\n');
  }

  private String sizes() {
    return "%s, %s, %s"
        .formatted(
            count(traffic.jsonBytes()),
            count(traffic.itemBytes()),
            count(traffic.recordBytes(load.eventsPerRecord())));
  }

  private String shards() {
    Integer shards = config.stream().shards();
    return shards == null ? "on demand" : count(shards);
  }

  private String capacity() {
    return switch (config.table().capacity()) {
      case TableCapacity.OnDemand onDemand -> "on demand, up to " + count(onDemand.maxWriteUnits());
      case TableCapacity.Provisioned provisioned ->
          "%s to %s at %d %%"
              .formatted(
                  count(provisioned.write().min()),
                  count(provisioned.write().max()),
                  provisioned.targetPercent());
    };
  }

  private String concurrency(IngestLoad ingest) {
    Integer reserved = config.ingest().reservedConcurrency();
    return "at most %s%s"
        .formatted(
            count(ingest.concurrencyAtMost()),
            reserved == null ? "" : ", reserved " + count(reserved));
  }

  private String drained(IngestLoad ingest) {
    double seconds = ingest.secondsToDrain(PEAK);
    return seconds == 0
        ? "stored at once"
        : Double.isInfinite(seconds)
            ? "never stored: raise the table's bound"
            : "stored %s min after it".formatted(count(seconds / 60));
  }

  private void bill() {
    List<StageCost.Line> list = cost.list();
    List<StageCost.Line> reserved = cost.reserved();
    head("dollars a month", "list", "a year reserved", "naive");
    for (int i = 0; i < list.size(); i++) {
      StageCost.Line line = list.get(i);
      row(
          line.what(),
          money(line.dollarsPerMonth()),
          money(reserved.get(i).dollarsPerMonth()),
          money(cost.naive(line)));
    }
    double signals = StageCost.sum(list, StageCost.Part.METRICS);
    double alarms = StageCost.sum(list, StageCost.Part.ALARMS);
    double sum = StageCost.sum(list);
    row(
        "**sum**",
        bold(money(sum)),
        bold(money(StageCost.sum(reserved))),
        bold(money(cost.naive(list))));
    row("without metrics and alarms", money(sum - signals - alarms), "", "");
    text.append('\n');
  }

  private void others() {
    head("dollars for a million events", "");
    row(name, cents(cost.perMillion(cost.list())));
    row(name + ", a year reserved", cents(cost.perMillion(cost.reserved())));
    StageCost shorter = new StageCost(config, traffic.withEventsPerExecution(10), load, extras);
    row(name + ", executions of 10 events", cents(shorter.perMillion(shorter.list())));
    row("naive layout", cents(cost.naive(cost.list()) / (load.eventsPerMonth() / 1e6)));
    row("X-Ray, a trace an execution", cents(cost.xrayPerMillion()));
    row("CloudWatch Logs, a line an event", cents(cost.logsPerMillion()));
  }

  /** Every price and where it is from. */
  static String prices() {
    StringBuilder text = new StringBuilder();
    append(text, "price", "dollars", "from", "on");
    append(text, "---", "---", "---", "---");
    for (Price price : Price.values()) {
      append(text, price.of(), plain(price.dollars()), price.source().from, price.source().date);
    }
    return text.toString();
  }

  private void head(String... cells) {
    head(text, cells);
  }

  static void head(StringBuilder text, String... cells) {
    append(text, cells);
    String[] rule = new String[cells.length];
    for (int i = 0; i < rule.length; i++) {
      rule[i] = i == 0 ? "---" : "---:";
    }
    append(text, rule);
  }

  private void row(String... cells) {
    append(text, cells);
  }

  static void append(StringBuilder text, String... cells) {
    text.append('|');
    for (@Nullable String cell : cells) {
      text.append(cell == null || cell.isEmpty() ? "" : " " + cell).append(" |");
    }
    text.append('\n');
  }

  private static String bold(String text) {
    return "**" + text + "**";
  }

  private static String count(double number) {
    return String.format(Locale.ROOT, "%,d", Math.round(number));
  }

  private static String one(double number) {
    return String.format(Locale.ROOT, "%,.1f", number);
  }

  private static String fraction(double number) {
    return String.format(Locale.ROOT, "%.4f", number);
  }

  /** Dollars of hundreds are whole, smaller ones have cents. */
  static String money(double dollars) {
    return String.format(Locale.ROOT, dollars >= 100 ? "%,.0f" : "%.2f", dollars);
  }

  private static String cents(double dollars) {
    return String.format(Locale.ROOT, "%.3f", dollars);
  }

  private static String plain(double number) {
    return new BigDecimal(String.valueOf(number)).stripTrailingZeros().toPlainString();
  }
}
