package io.oriontrail.local.chaos;

import io.oriontrail.event.StepEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A {@link ChaosEmitter}'s process and what it told. Safe for use by several threads at once. */
public final class EmitterChild implements AutoCloseable {
  private static final Duration TO_END = Duration.ofMinutes(4);

  private final String producer;
  private final Process process;
  private final Thread reader;
  private final List<StepEvent> told = new ArrayList<>();
  private @Nullable String farewell;
  private @Nullable Instant killedAt;

  private EmitterChild(String producer, Process process) {
    this.producer = producer;
    this.process = process;
    this.reader = Thread.ofPlatform().daemon().name("chaos-" + producer).start(this::read);
  }

  /** Starts one. Does not wait until it emits. */
  public static EmitterChild start(
      String producer, URI kinesis, String stream, int perSecond, Path spool) {
    try {
      return new EmitterChild(
          producer,
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx128m",
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "-Xshare:auto",
                  "-cp",
                  System.getProperty("java.class.path"),
                  ChaosEmitter.class.getName(),
                  kinesis.toString(),
                  stream,
                  producer,
                  Integer.toString(perSecond),
                  spool.toString())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start an emitting process", e);
    }
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.US_ASCII)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        hear(line);
      }
    } catch (IOException e) {
      // it was killed within a line, which then tells nothing
    }
  }

  private synchronized void hear(String line) {
    String[] words = line.split(" ", -1);
    if (line.startsWith(ChaosEmitter.TOLD)) {
      told.add(ChaosTraffic.event(producer, Long.parseLong(words[1]), Instant.parse(words[2])));
    } else if (line.startsWith(ChaosEmitter.CLOSED)) {
      farewell = line;
    }
  }

  public String producer() {
    return producer;
  }

  /** Events whose emission had returned, in their order. */
  public synchronized List<StepEvent> told() {
    return List.copyOf(told);
  }

  /** When it was killed; null if it was not. */
  public synchronized @Nullable Instant killedAt() {
    return killedAt;
  }

  /** Whether it ended by itself with nothing dropped and nothing left. */
  public synchronized boolean hasClosedClean() {
    return (ChaosEmitter.CLOSED + "0 0").equals(farewell);
  }

  /** SIGKILL; returns when it is dead and all that it told is known. */
  public void kill() throws InterruptedException {
    synchronized (this) {
      killedAt = Instant.now();
    }
    process.toHandle().destroyForcibly(); // Process's own would close what it told
    process.waitFor();
    reader.join();
  }

  /** Lets it end in good order; kills it if that takes more than four minutes. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(TO_END.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      reader.join(TO_END);
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
