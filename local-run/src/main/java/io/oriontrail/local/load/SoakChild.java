package io.oriontrail.local.load;

import io.oriontrail.local.child.ChildProgram;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The process of {@link SoakEmitters} and what it tells. Safe for use by several threads. */
public final class SoakChild implements AutoCloseable {
  private static final Duration TO_END = Duration.ofMinutes(2);

  private final LoadSettings settings;
  private final Instant began = Instant.now();
  private final LoadTraffic traffic;
  private final ChildProgram program;
  private volatile Counts counts = new Counts(0, 0, 0, 0);

  /** Events offered to its emitters, and what became of them. */
  public record Counts(long offered, long delivered, long dropped, long buffered) {}

  private SoakChild(URI kinesis, String stream, LoadSettings settings) {
    String run = "soak-" + Long.toString(began.toEpochMilli(), Character.MAX_RADIX);
    this.settings = settings;
    this.traffic = new LoadTraffic(settings, run, began);
    this.program =
        ChildProgram.start(
            SoakEmitters.class,
            List.of("-Xmx256m"),
            List.of(
                kinesis.toString(),
                stream,
                run,
                began.toString(),
                Integer.toString(settings.eventsPerSecond()),
                Long.toString(settings.warmUp().toMillis()),
                Long.toString(settings.duration().toMillis()),
                Integer.toString(settings.emitters())),
            ProcessBuilder.Redirect.INHERIT,
            this::hear);
  }

  /** Starts one, which emits at once. */
  public static SoakChild start(
      URI kinesis, String stream, int rate, Duration warmUp, Duration duration, int emitters) {
    return new SoakChild(kinesis, stream, SoakEmitters.settings(rate, warmUp, duration, emitters));
  }

  private void hear(String line) {
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

  public long pid() {
    return program.pid();
  }

  public boolean isAlive() {
    return program.isAlive();
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
    program.close(TO_END);
  }
}
