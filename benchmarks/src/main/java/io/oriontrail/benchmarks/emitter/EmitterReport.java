package io.oriontrail.benchmarks.emitter;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs the measurements, each in a JVM of its own, and prints the tables: {@code EmitterReport
 * ROWS_FILE SECTION...}. Rows are added to the file, so that several rounds make medians; the
 * section {@code report} prints them.
 */
public final class EmitterReport {
  static final List<String> SECTIONS =
      List.of("emit", "paced", "faults", "lossless", "flat-out", "slow-20ms");

  private static final List<String> JVM = List.of("-Xms2g", "-Xmx2g");
  private static final List<Integer> THREADS = List.of(1, 2, 4);

  private final Path rows;

  private EmitterReport(Path rows) {
    this.rows = rows;
  }

  /** See the class. */
  public static void main(String[] args)
      throws IOException, InterruptedException, RunnerException {
    if (args.length < 2) {
      System.err.println("usage: EmitterReport ROWS_FILE SECTION...; sections: " + SECTIONS);
      System.exit(2);
    }
    EmitterReport report = new EmitterReport(Path.of(args[0]));
    for (int i = 1; i < args.length; i++) {
      report.run(args[i]);
    }
  }

  private void run(String section) throws IOException, InterruptedException, RunnerException {
    switch (section) {
      case "emit" -> emit();
      case "paced" -> load("paced", lines(true, true), List.of(1));
      case "faults" -> faults();
      case "lossless" -> lossless();
      case "flat-out" -> load("flat-out", ringsAnd(lines(true, false)), THREADS);
      case "slow-20ms" -> load("slow-20ms", lines(true, false), List.of(1));
      case "report" -> System.out.print(new EmitterTables(Files.readAllLines(rows)).markdown());
      default ->
          throw new IllegalArgumentException(
              "no section is called '" + section + "'; there are " + SECTIONS + " and report");
    }
  }

  private static List<String> lines(boolean gzip, boolean floors) {
    List<String> lines = new ArrayList<>(List.of(Lines.ORION));
    if (gzip) {
      lines.add(Lines.ORION_GZIP);
    }
    lines.addAll(Lines.PEERS);
    if (floors) {
      lines.addAll(Lines.FLOORS);
    }
    return lines;
  }

  private static List<String> ringsAnd(List<String> lines) {
    lines.add("byte-ring-json");
    lines.add("byte-ring-compact");
    return lines;
  }

  private void emit() throws IOException, RunnerException {
    List<String> lines = lines(false, true);
    lines.add(Lines.PUT_RECORD);
    for (int threads : List.of(1, 4)) {
      jmh(EmitBenchmark.class, threads, lines.toArray(new String[0]));
    }
    jmh(RunBenchmark.class, 1);
  }

  private void jmh(Class<?> benchmark, int threads, String... lines)
      throws IOException, RunnerException {
    var options =
        new OptionsBuilder()
            .include(benchmark.getName())
            .addProfiler(GCProfiler.class)
            .warmupIterations(3)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(3)
            .measurementTime(TimeValue.seconds(1))
            .forks(1)
            .threads(threads)
            .jvmArgs(JVM.toArray(new String[0]));
    if (lines.length > 0) {
      options.param("line", lines);
    }
    Collection<RunResult> results = new Runner(options.build()).run();
    for (RunResult result : results) {
      String line = result.getParams().getParam("line");
      String name = line == null ? "run" : line;
      add(row("emit", name, threads, "nanos", result.getPrimaryResult().getScore()));
      var bytes = result.getSecondaryResults().get("gc.alloc.rate.norm");
      if (bytes != null) {
        add(row("emit", name, threads, "bytes", bytes.getScore()));
      }
    }
  }

  private void faults() throws IOException, InterruptedException {
    for (Downstream.Mode mode : List.of(Downstream.Mode.DEAD, Downstream.Mode.HANGING)) {
      load(mode.name().toLowerCase(Locale.ROOT), lines(true, false), List.of(1));
    }
    load("throttled", List.of(Lines.ORION_GZIP), List.of(1));
    load("dead", List.of(Lines.ORION_FULL), List.of(1));
  }

  private void lossless() throws IOException, InterruptedException {
    load("lossless", lines(true, true), THREADS);
    load("lossless", List.of(Lines.PUT_RECORD), List.of(1));
  }

  private void load(String section, List<String> lines, List<Integer> threads)
      throws IOException, InterruptedException {
    for (int count : threads) {
      for (String line : lines) {
        load(section, line, count);
      }
    }
  }

  private void load(String section, String line, int threads)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(LoadRunner.class.getName(), section, line, Integer.toString(threads)));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException("failed: " + String.join(" ", command));
    }
    add(output);
  }

  private static String row(String section, String line, int threads, String figure, double value) {
    return String.format(
        Locale.ROOT, "%s\t%s\t%d\t%s\t%.3f%n", section, line, threads, figure, value);
  }

  private void add(String text) throws IOException {
    Files.writeString(rows, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    PrintStream progress = System.err;
    progress.print(text);
  }
}
