package io.oriontrail.local.cost;

import io.oriontrail.event.StepEvent;
import io.oriontrail.local.simulate.Simulator;
import io.oriontrail.local.simulate.SimulatorSettings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Prints what the archive of 400 million events a day costs, by who writes it, in how many parts
 * and in which tiers, as the tables of docs/COST.md. Sizes are measured on the events of the
 * simulated Orion. Takes no arguments.
 */
public final class ArchiveReport {
  /** What an event takes of a processor in the archive function, rounded up: docs/BENCHMARKS.md. */
  static final double CPU_MICROS = 20;

  private static final Instant NOW = Instant.parse("2026-11-22T10:15:30Z");
  private static final double DAYS_PER_MONTH = Deployment.HOURS_PER_MONTH / 24;
  private static final double GB = 1e9;
  private static final int SHARDS = 10;

  /** A batch ends when its JSON is so large; records stand in base64 there, with some fields. */
  private static final double BATCH_BYTES = 6 << 20;

  private static final double BASE64 = 4 / 3.0;
  private static final double FIELDS_OF_RECORD = 420;

  /** What an invocation waits for besides, a put after the other. */
  private static final double SECONDS_PER_PUT = 0.03;

  private static final int DAYS = 395;
  private static final int DAYS_STANDARD = 30;
  private static final int FIREHOSE_UNIT = 5 * 1_024;

  private final ArchiveSizes sizes;
  private final Deployment deployed;
  private final ArchivePrices prices = ArchivePrices.US_EAST_1;
  private final Prices line = Prices.US_EAST_1;

  ArchiveReport(ArchiveSizes sizes, Deployment deployed) {
    this.sizes = sizes;
    this.deployed = deployed;
  }

  public static void main(String[] args) {
    System.out.print(markdown());
  }

  static String markdown() {
    List<StepEvent> events = new ArrayList<>();
    for (int seed = 42; seed < 46; seed++) {
      new Simulator(new SimulatorSettings(seed, 300, 2, 0.08), InstantSource.fixed(NOW))
          .startDemo(events::add, counts -> {})
          .close();
    }
    events.sort(Comparator.comparing(StepEvent::timestamp));
    double record = CostReport.recordBytes(CostReport.sample(), 100);
    Deployment production = Deployment.production(record, CostReport.CPU_MICROS);
    return new ArchiveReport(ArchiveSizes.of(events, record / 100), production).tables();
  }

  private String tables() {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(text, false, StandardCharsets.UTF_8)) {
      measured(out);
      writers(out);
      parts(out);
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  private void measured(PrintStream out) {
    out.println("| of the simulated Orion | |");
    out.println("| --- | --- |");
    out.printf(Locale.ROOT, "| an event in the stream, gzip-1 | %.0f B |%n", sizes.streamBytes());
    out.printf(Locale.ROOT, "| events of a full batch | %,.0f |%n", eventsOfBatch());
    out.printf(Locale.ROOT, "| a full batch every | %.0f s |%n", 86_400.0 * SHARDS / batchesADay());
    out.printf(
        Locale.ROOT,
        "| an event in the archive, %d parts | %.1f B |%n",
        sizes.parts(),
        sizes.archiveBytes());
    out.printf(Locale.ROOT, "| the same in one part | %.1f B |%n", sizes.inOneObject());
    out.printf(
        Locale.ROOT,
        "| an object, %d parts | %,.0f kB |%n",
        sizes.parts(),
        eventsOfBatch() * sizes.archiveBytes() / sizes.parts() / 1e3);
    out.printf(
        Locale.ROOT, "| a day, %d days | %.1f GB, %,.0f GB |%n%n", DAYS, gbADay(), gbADay() * DAYS);
  }

  private void writers(PrintStream out) {
    out.println("| who writes | a month | what lies there |");
    out.println("| --- | ---: | --- |");
    row(out, "a function of its own, 16 parts", consumer(16), "events, one a line, by account");
    row(out, "the same, one part", consumer(1), "events, one a line");
    row(
        out,
        "ingest, an object an invocation",
        puts(SHARDS * Deployment.SECONDS_PER_MONTH, prices.put() + prices.toGlacier()),
        "events; each waits for the archive");
    row(out, "Firehose, records of 100 events", firehose(100), "records as they came");
    row(out, "Firehose, records of 10 events", firehose(10), "the same");
    row(out, "Firehose, an event a record", firehose(1), "the same");
    out.println();
  }

  private void parts(PrintStream out) {
    out.println(
        "| parts | puts, function | moves to Glacier | storage | sum | an account erased |");
    out.println("| ---: | ---: | ---: | ---: | ---: | ---: |");
    for (int parts : new int[] {1, 4, 16, 64}) {
      double moves = puts(objectsAMonth(parts), prices.toGlacier());
      double write = consumer(parts) - moves;
      out.printf(
          Locale.ROOT,
          "| %d | $%.0f | $%.0f | $%.0f | $%.0f | $%.0f |%n",
          parts,
          write,
          moves,
          storage(),
          write + moves + storage(),
          erasure(parts));
    }
    out.println();
    double all = gbADay() * DAYS * prices.standardGbMonth();
    double infrequent =
        gbADay() * 60 * (prices.infrequentGbMonth() - prices.glacierGbMonth())
            + puts(objectsAMonth(16), prices.toInfrequent());
    out.printf(
        Locale.ROOT,
        "All of it in S3 Standard: $%.0f of storage. Sixty days in Standard-IA before the Glacier:"
            + " $%.0f more. A query in Athena over a day: $%.2f, over a day of one part: $%.3f.%n",
        all,
        infrequent,
        gbADay() / 1e3 * prices.athenaTb(),
        gbADay() / 1e3 * prices.athenaTb() / 16);
  }

  private static void row(PrintStream out, String who, double dollars, String what) {
    out.printf(Locale.ROOT, "| %s | $%,.0f | %s |%n", who, dollars, what);
  }

  private double eventsOfBatch() {
    double recordJson = deployed.recordBytes() * BASE64 + FIELDS_OF_RECORD;
    return BATCH_BYTES / recordJson * deployed.eventsPerRecord();
  }

  private double batchesADay() {
    return deployed.eventsPerDay() / eventsOfBatch();
  }

  private double objectsAMonth(int parts) {
    return batchesADay() * DAYS_PER_MONTH * parts;
  }

  private double gbADay() {
    return deployed.eventsPerDay() * sizes.archiveBytes() / GB;
  }

  private static double puts(double objects, double each) {
    return objects * each;
  }

  /** Puts, moves to the Glacier, and the function: its processor time and its waiting. */
  private double consumer(int parts) {
    double seconds = eventsOfBatch() * CPU_MICROS / 1e6 + parts * SECONDS_PER_PUT;
    double invocations = batchesADay() * DAYS_PER_MONTH;
    return puts(objectsAMonth(parts), prices.put() + prices.toGlacier())
        + invocations
            * (line.lambdaRequest() + seconds * deployed.memoryGb() * line.lambdaGbSecond());
  }

  private double firehose(int eventsPerRecord) {
    double bytes =
        eventsPerRecord == 1 ? sizes.streamBytes() * 4 : sizes.streamBytes() * eventsPerRecord;
    double rounded = Math.ceil(bytes / FIREHOSE_UNIT) * FIREHOSE_UNIT;
    return deployed.eventsPerMonth() / eventsPerRecord * rounded / GB * prices.firehoseGb();
  }

  private double storage() {
    return gbADay() * DAYS_STANDARD * prices.standardGbMonth()
        + gbADay() * (DAYS - DAYS_STANDARD) * prices.glacierGbMonth();
  }

  /** Every object of one part read once, over all days. */
  private double erasure(int parts) {
    int cold = DAYS - DAYS_STANDARD;
    return batchesADay() * DAYS_STANDARD * prices.getStandard()
        + batchesADay() * cold * prices.getGlacier()
        + gbADay() / parts * cold * prices.glacierReadGb();
  }
}
