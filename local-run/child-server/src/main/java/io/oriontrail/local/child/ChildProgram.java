package io.oriontrail.local.child;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A program of this JVM's own class path in a JVM of its own. It tells lines on its standard output
 * and is to end when its standard input does, as {@link ParentProcess#awaitEnd} says: when it is
 * closed and when this JVM ends, however it ends.
 *
 * <p>Safe for use by several threads at once.
 */
public final class ChildProgram {
  private final Process process;
  private final Thread reader;

  private ChildProgram(Process process, String name, Consumer<String> heard) {
    this.process = process;
    this.reader =
        Thread.ofPlatform().daemon().name(name + "-output").start(() -> read(process, heard));
  }

  /**
   * Starts it. Does not wait for anything that it does.
   *
   * @param errors where its standard error goes
   * @param heard told each line by one thread, perhaps before this returns
   * @throws UncheckedIOException if there is no process to be had
   */
  public static ChildProgram start(
      Class<?> program,
      List<String> jvmOptions,
      List<String> arguments,
      ProcessBuilder.Redirect errors,
      Consumer<String> heard) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    command.addAll(arguments);
    try {
      Process process = new ProcessBuilder(command).redirectError(errors).start();
      return new ChildProgram(process, program.getSimpleName(), heard);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start a JVM for " + program.getSimpleName(), e);
    }
  }

  private static void read(Process process, Consumer<String> heard) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.US_ASCII)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        heard.accept(line);
      }
    } catch (IOException e) {
      // It was killed within a line, which then tells nothing.
    }
  }

  /** The process id, for measurements. */
  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** SIGKILL; returns when it is dead and all that it told has been heard. */
  public void kill() throws InterruptedException {
    process.toHandle().destroyForcibly(); // Process's own would close what it told
    process.waitFor();
    reader.join();
  }

  /** Lets it end in good order and hears it out; kills it if that takes longer than the limit. */
  public void close(Duration limit) {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
      reader.join(limit);
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
