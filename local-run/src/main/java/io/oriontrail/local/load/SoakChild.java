package io.oriontrail.local.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** The process of {@link SoakEmitters} and what it tells. Safe for use by several threads. */
public final class SoakChild implements AutoCloseable {
  private static final Duration TO_END = Duration.ofMinutes(2);

  private final Process process;
  private final LoadSettings settings;
  private final LoadTraffic traffic;
  private final Instant began;
  private volatile Counts counts = new Counts(0, 0, 0, 0);

  /** Events offered to its emitters, and what became of them. */
  public record Counts(long offered, long delivered, long dropped, long buffered) {}

  private SoakChild(Process process, LoadSettings settings, String run, Instant began) {
    this.process = process;
    this.settings = settings;
    this.traffic = new LoadTraffic(settings, run, began);
    this.began = began;
    Thread.ofPlatform().daemon().name("soak-counts").start(this::read);
  }

  /** Starts one, which emits at once. */
  public static SoakChild start(
      URI kinesis, String stream, int rate, Duration warmUp, Duration duration, int emitters) {
    LoadSettings settings = SoakEmitters.settings(rate, warmUp, duration, emitters);
    Instant began = Instant.now();
    String run = "soak-" + Long.toString(began.toEpochMilli(), Character.MAX_RADIX);
    try {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx256m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  SoakEmitters.class.getName(),
                  kinesis.toString(),
                  stream,
                  run,
                  began.toString(),
                  Integer.toString(rate),
                  Long.toString(warmUp.toMillis()),
                  Long.toString(duration.toMillis()),
                  Integer.toString(emitters))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      return new SoakChild(process, settings, run, began);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start the process that emits", e);
    }
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.US_ASCII)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(SoakEmitters.COUNTS)) {
          String[] words = line.split(" ", -1);
          counts =
              new Counts(
                  Long.parseLong(words[1]),
                  Long.parseLong(words[2]),
                  Long.parseLong(words[3]),
                  Long.parseLong(words[4]));
        }
      }
    } catch (IOException e) {
      // it was killed; nothing more is told
    }
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public LoadSettings settings() {
    return settings;
  }

  public LoadTraffic traffic() {
    return traffic;
  }

  public Instant began() {
    return began;
  }

  /** As it told them last, at most a second ago. */
  public Counts counts() {
    return counts;
  }

  /** Whether all is offered, and each event is delivered or dropped. */
  public boolean isDone() {
    Counts now = counts;
    return now.offered() == settings.events() && now.buffered() == 0;
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(TO_END.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
