package io.oriontrail.emitter.kinesis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A JVM that runs {@link EmittingProcess}, and what it told. */
final class Child implements AutoCloseable {
  /**
   * An event whose emission had returned, when by the child's monotonic clock, and how many of its
   * requests had failed by then.
   */
  record Told(long number, long nanos, long failedRequests) {}

  private static final Pattern TOLD = Pattern.compile("(\\d+) (\\d+) (\\d+)");

  private final Process process;
  private final List<Told> told = new ArrayList<>();
  private final StringBuilder errors = new StringBuilder();
  private final Thread out;
  private final Thread err;

  private Child(Process process) {
    this.process = process;
    this.out = reader(() -> readOut());
    this.err = reader(() -> readErr());
  }

  static Child start(List<String> options, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(EmittingProcess.class.getName());
    command.addAll(List.of(arguments));
    return new Child(new ProcessBuilder(command).start());
  }

  private static Thread reader(Runnable task) {
    Thread thread = new Thread(task, "child-reader");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void readOut() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.US_ASCII)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Matcher words = TOLD.matcher(line);
        if (words.matches()) { // the JVM's own warnings come this way too
          synchronized (told) {
            told.add(
                new Told(
                    Long.parseLong(words.group(1)),
                    Long.parseLong(words.group(2)),
                    Long.parseLong(words.group(3))));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void readErr() {
    try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        synchronized (errors) {
          errors.append(line).append('\n');
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Told> told() {
    synchronized (told) {
      return List.copyOf(told);
    }
  }

  String errors() {
    synchronized (errors) {
      return errors.toString();
    }
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** SIGKILL; returns when it is dead and all it told is read. */
  void kill() throws InterruptedException {
    process.toHandle().destroyForcibly(); // Process's own method would close what it told
    join(Duration.ofMinutes(2));
  }

  /** SIGTERM. */
  void terminate() {
    process.toHandle().destroy();
  }

  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
  }

  /** Waits for the end; its exit code. */
  int join(Duration limit) throws InterruptedException {
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("the child does not end: " + errors());
    }
    out.join();
    err.join();
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
