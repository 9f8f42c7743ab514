package io.oriontrail.local.cost;

import io.oriontrail.event.StepEvent;
import io.oriontrail.event.StepEventJson;
import io.oriontrail.local.simulate.Simulator;
import io.oriontrail.local.simulate.SimulatorSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Prints what the stage {@code production} costs, as the tables of docs/COST.md: sizes measured on
 * the events of the simulated Orion, processor time as measured by the benchmark.
 */
public final class CostReport {
  /** What an event takes of a processor, from decoding to signed requests: docs/BENCHMARKS.md. */
  static final double CPU_MICROS = 20;

  private static final Instant NOW = Instant.parse("2026-11-22T10:15:30Z");
  private static final SimulatorSettings SETTINGS = new SimulatorSettings(42, 300, 2, 0.08);

  private CostReport() {}

  /** Takes no arguments. */
  public static void main(String[] args) {
    System.out.print(markdown());
  }

  /** Events of an hour of the simulated Orion, as they happened. */
  static List<StepEvent> sample() {
    List<StepEvent> events = new ArrayList<>();
    new Simulator(SETTINGS, InstantSource.fixed(NOW)).startDemo(events::add, counts -> {}).close();
    events.sort(Comparator.comparing(StepEvent::timestamp));
    return events;
  }

  static CostModel model(List<StepEvent> sample) {
    Deployment production = Deployment.production(recordBytes(sample, 100), CPU_MICROS);
    return new CostModel(Traffic.of(sample), production, Prices.US_EAST_1);
  }

  /** The same events, were there a listing for ten of them. */
  private static CostModel shortExecutions(Traffic measured, List<StepEvent> sample) {
    Traffic traffic =
        new Traffic(
            measured.events(),
            measured.events() / 10,
            measured.jsonBytes(),
            measured.itemBytes(),
            measured.itemP999(),
            measured.writeUnits(),
            0.1,
            measured.listingBytes(),
            measured.failures());
    Deployment production = Deployment.production(recordBytes(sample, 100), CPU_MICROS);
    return new CostModel(traffic, production, Prices.US_EAST_1);
  }

  /** Of so many events at a time, compressed as the emitter does it. */
  static double recordBytes(List<StepEvent> sample, int events) {
    long bytes = 0;
    int records = sample.size() / events;
    for (int record = 0; record < records; record++) {
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (DeflaterOutputStream out =
          new DeflaterOutputStream(packed, new Deflater(Deflater.BEST_SPEED, true))) {
        for (StepEvent event : sample.subList(record * events, (record + 1) * events)) {
          out.write(StepEventJson.encode(event));
          out.write('\n');
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot write to memory", e);
      }
      bytes += packed.size() + 18;
    }
    return (double) bytes / Math.max(1, records);
  }

  static String markdown() {
    List<StepEvent> sample = sample();
    Traffic traffic = Traffic.of(sample);
    CostModel model = model(sample);
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(text, false, StandardCharsets.UTF_8)) {
      measured(out, traffic, model, recordBytes(sample, 100));
      bill(out, model);
      others(out, model, shortExecutions(traffic, sample));
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  private static void measured(
      PrintStream out, Traffic traffic, CostModel model, double recordBytes) {
    out.println("| of the simulated Orion | |");
    out.println("| --- | --- |");
    row(out, "events, executions", count(traffic.events()) + ", " + count(traffic.executions()));
    row(out, "JSON of an event", bytes(traffic.jsonBytes()));
    row(out, "record of 100 events, gzip-1", bytes(recordBytes));
    row(out, "item, mean", bytes(traffic.itemBytes()));
    row(out, "item, 99.9 % up to", bytes(traffic.itemP999()));
    row(out, "write units of an item", share(traffic.writeUnits()));
    row(out, "listings for an event", share(traffic.listings()));
    row(out, "failures in the index for an event", share(traffic.failures()));
    row(out, "write units for an event, all in", share(model.writeUnitsPerEvent()));
    row(out, "an invocation", count(Math.round(model.invocationSeconds() * 1e3)) + " ms");
    out.println();
  }

  private static void bill(PrintStream out, CostModel model) {
    List<CostModel.Line> list = model.list();
    List<CostModel.Line> reserved = model.reserved();
    out.println("| a month, 400 million events a day | list | one year reserved |");
    out.println("| --- | --- | --- |");
    for (int i = 0; i < list.size(); i++) {
      row(
          out,
          list.get(i).what(),
          dollars(list.get(i).dollarsPerMonth()),
          dollars(reserved.get(i).dollarsPerMonth()));
    }
    row(out, "**sum**", bold(dollars(CostModel.sum(list))), bold(dollars(CostModel.sum(reserved))));
    row(
        out,
        "**a million events**",
        bold(cents(model.perMillion(list))),
        bold(cents(model.perMillion(reserved))));
    out.println();
  }

  private static void others(PrintStream out, CostModel model, CostModel shortExecutions) {
    out.println("| a million events | list |");
    out.println("| --- | --- |");
    row(out, "Orion Trail", cents(model.perMillion(model.list())));
    row(
        out,
        "Orion Trail, executions of 10 events",
        cents(shortExecutions.perMillion(shortExecutions.list())));
    row(out, "naive layout", cents(model.perMillion(model.naive())));
    row(out, "X-Ray, a trace an execution", cents(model.xrayPerMillion()));
    row(out, "CloudWatch Logs, a line an event", cents(model.logsPerMillion()));
  }

  private static void row(PrintStream out, String... cells) {
    out.println("| " + String.join(" | ", cells) + " |");
  }

  private static String bold(String text) {
    return "**" + text + "**";
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String bytes(double number) {
    return String.format(Locale.ROOT, "%,.0f B", number);
  }

  private static String share(double number) {
    return String.format(Locale.ROOT, "%.4f", number);
  }

  private static String dollars(double number) {
    return String.format(Locale.ROOT, "$%,.0f", number);
  }

  private static String cents(double number) {
    return String.format(Locale.ROOT, "$%.3f", number);
  }
}
