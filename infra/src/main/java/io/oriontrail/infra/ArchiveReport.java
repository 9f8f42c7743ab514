package io.oriontrail.infra;

import java.util.List;
import java.util.Locale;

/** What other ways to keep every event would cost, as the tables that stand in docs/COST.md. */
final class ArchiveReport {
  private static final int[] PARTS = {1, 4, 16, 64};

  /** Firehose rounds each record up. */
  private static final double FIREHOSE_UNIT = 5 * 1_024;

  private static final int DAYS_INFREQUENT = 60;
  private static final double GB = 1e9;

  private final String name;
  private final ArchiveCost archive;
  private final Traffic traffic;
  private final Load load;
  private final IngestLoad ingest;
  private final StringBuilder text = new StringBuilder();

  /** The report of the stage of that name, which has the archive. */
  ArchiveReport(String name, ArchiveCost archive, StageConfig config, Traffic traffic, Load load) {
    this.name = name;
    this.archive = archive;
    this.traffic = traffic;
    this.load = load;
    this.ingest = new IngestLoad(config, traffic, load);
  }

  String markdown() {
    text.setLength(0);
    sizes();
    writers();
    parts();
    others();
    return text.toString();
  }

  private void sizes() {
    double batches = archive.batchesPerSecond(traffic, load, ingest);
    double events = load.eventsPerSecond() / batches;
    double gb = ArchiveCost.gbPerDay(traffic, load);
    head(name + "'s archive", "");
    row("an event in a record of %d".formatted(load.eventsPerRecord()), "%.1f B", streamBytes());
    row("an event in the archive", "%.1f B", traffic.archiveBytes());
    row("events of a batch", "%,.0f", events);
    row("a batch of each shard every", "%.0f s", ingest.shards() / batches);
    row(
        "an object, of %d a batch".formatted(archive.parts()),
        "%,.0f kB",
        events * traffic.archiveBytes() / archive.parts() / 1e3);
    row("a day", "%,.1f GB", gb);
    row("%d days".formatted(archive.days()), "%,.0f GB", gb * archive.days());
    text.append('\n');
  }

  private double streamBytes() {
    return traffic.recordBytes(load.eventsPerRecord()) / load.eventsPerRecord();
  }

  private void writers() {
    CostReport.append(text, "who writes", "dollars a month", "what lies there");
    CostReport.append(text, "---", "---:", "---");
    writer(
        "a function of its own, %d parts".formatted(archive.parts()),
        consumer(archive),
        "events, one a line, by account");
    writer("the same, one part", consumer(archive.inParts(1)), "events, one a line");
    writer(
        "ingest, an object an invocation",
        archive.putAndMoved(ingest.invocationsPerSecond() * Load.SECONDS_PER_MONTH),
        "events; each waits for the archive");
    writer("Firehose, records of 100 events", firehose(100), "records as they came");
    writer("Firehose, records of 10 events", firehose(10), "the same");
    writer("Firehose, an event a record", firehose(1), "the same");
    text.append('\n');
  }

  private void writer(String who, double dollars, String what) {
    CostReport.append(text, who, CostReport.money(dollars), what);
  }

  private double consumer(ArchiveCost cost) {
    return cost.function(traffic, load, ingest) + cost.objects(traffic, load, ingest);
  }

  private double firehose(int eventsPerRecord) {
    double bytes = Math.ceil(traffic.recordBytes(eventsPerRecord) / FIREHOSE_UNIT) * FIREHOSE_UNIT;
    return Price.FIREHOSE_GB.times(load.eventsPerMonth() / eventsPerRecord * bytes / GB);
  }

  private void parts() {
    head("objects a batch", "function", "put and moved", "stored", "sum", "an account erased");
    for (int parts : PARTS) {
      ArchiveCost cost = archive.inParts(parts);
      CostReport.append(
          text,
          String.valueOf(parts),
          CostReport.money(cost.function(traffic, load, ingest)),
          CostReport.money(cost.objects(traffic, load, ingest)),
          CostReport.money(cost.stored(traffic, load)),
          CostReport.money(StageCost.sum(cost.lines(traffic, load, ingest))),
          CostReport.money(cost.erasure(traffic, load, ingest)));
    }
    text.append('\n');
  }

  private void others() {
    ArchiveCost warm = archive.inTiers(archive.days(), 0, 0);
    int standard = Math.min(30, archive.days());
    int infrequent = Math.min(DAYS_INFREQUENT, archive.days() - standard);
    ArchiveCost between =
        archive.inTiers(standard, infrequent, archive.days() - standard - infrequent);
    double query = Price.ATHENA_GB.times(ArchiveCost.gbPerDay(traffic, load));
    head("other choices", "dollars");
    choice("all of it in S3 Standard, a month", StageCost.sum(lines(warm)));
    choice(
        "with 60 days in Standard-IA before the Glacier, a month", StageCost.sum(lines(between)));
    choice("a query in Athena over a day", query);
    CostReport.append(
        text,
        "over a day of one part",
        String.format(Locale.ROOT, "%.3f", query / archive.parts()));
  }

  private List<StageCost.Line> lines(ArchiveCost cost) {
    return cost.lines(traffic, load, ingest);
  }

  private void choice(String what, double dollars) {
    CostReport.append(text, what, CostReport.money(dollars));
  }

  private void head(String... cells) {
    CostReport.head(text, cells);
  }

  private void row(String what, String format, double number) {
    CostReport.append(text, what, String.format(Locale.ROOT, format, number));
  }
}
