package io.oriontrail.local;

import io.oriontrail.emitter.EmitterStats;
import io.oriontrail.emitter.OrionEmitter;
import io.oriontrail.event.StepEvent;
import io.oriontrail.local.load.LineUse;
import io.oriontrail.local.load.LoadCheck;
import io.oriontrail.local.load.LoadResult;
import io.oriontrail.local.load.LoadSample;
import io.oriontrail.local.load.LoadSettings;
import io.oriontrail.local.load.LoadTraffic;
import io.oriontrail.local.load.Probes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;

/**
 * One load on one line. The loop is open: events are due by the schedule alone, a late tick sends
 * all that has become due meanwhile, and everything is measured from when an event was due, so that
 * a line that stalls its sender does not look the better for it. Used once, by one thread.
 */
final class LoadRun implements AutoCloseable {
  private static final double TICKS_PER_SECOND = 500;
  private static final Duration FLUSH_LIMIT = Duration.ofMinutes(2);
  private static final Duration SAMPLE_EVERY = Duration.ofSeconds(1);
  private static final double NANOS = 1e9;

  private final LoadSettings settings;
  private final LoadLine line;
  private final LineUse use;
  private final Probes probes;
  private final List<OrionEmitter> emitters = new ArrayList<>();
  private final List<LoadSample> samples = new ArrayList<>();
  private final AtomicLong offered = new AtomicLong();
  private final Instant began;
  private final long start;
  private final LoadTraffic traffic;

  LoadRun(LoadSettings settings, LoadLine line) {
    this.settings = settings;
    this.line = line;
    this.use = line.use();
    this.probes = new Probes(line.reader());
    for (int i = 0; i < settings.emitters(); i++) {
      emitters.add(line.emitter(i));
    }
    this.began = Instant.now();
    this.start = System.nanoTime();
    this.traffic =
        new LoadTraffic(
            settings, "load-" + Long.toString(began.toEpochMilli(), Character.MAX_RADIX), began);
  }

  /**
   * Blocks until all is offered, stored and looked up.
   *
   * @param live told each second how it goes
   * @param checking told how many executions have been looked up, by several threads
   */
  LoadResult run(BiConsumer<LoadSample, List<Probes.Probe>> live, LongConsumer checking)
      throws InterruptedException {
    Thread generator = Thread.ofPlatform().daemon().name("load-generator").start(this::offerAll);
    while (!generator.join(SAMPLE_EVERY)) {
      live.accept(sample(), probes.found());
    }
    for (OrionEmitter emitter : emitters) {
      emitter.flush(FLUSH_LIMIT);
    }
    line.awaitCaughtUp();
    while (!probes.isDone()) {
      LockSupport.parkNanos(SAMPLE_EVERY.toNanos() / 10);
    }
    live.accept(sample(), probes.found());
    LoadCheck check = LoadCheck.of(traffic, offered.get(), line.reader(), checking);
    return new LoadResult(
        settings,
        began,
        samples,
        probes.found(),
        probes.lost(),
        check,
        line.ledger().late(),
        line.ledger().invocations(),
        line.ledger().retries(),
        line.ledger().rollups(),
        Runtime.getRuntime().availableProcessors());
  }

  private void offerAll() {
    Pace ticks = Pace.perSecond(TICKS_PER_SECOND);
    long between = Math.max(1, settings.eventsPerSecond() / settings.probesPerSecond());
    for (long number = 0; number < settings.events(); ticks.awaitTurn()) {
      for (long due = traffic.dueBy(System.nanoTime() - start); number < due; number++) {
        StepEvent event = traffic.event(number);
        emitters.get(traffic.emitterOf(number)).emit(event);
        if (number % between == 0) {
          long dueNanos = traffic.dueNanos(number);
          probes.watch(event, dueNanos, start + dueNanos);
        }
      }
      offered.set(number);
    }
  }

  private LoadSample sample() {
    long delivered = 0;
    long dropped = 0;
    long buffered = 0;
    for (OrionEmitter emitter : emitters) {
      EmitterStats stats = emitter.stats();
      delivered += stats.delivered();
      dropped += stats.dropped();
      buffered += stats.buffered();
    }
    long now = System.nanoTime() - start;
    LoadSample sample =
        new LoadSample(
            now / NANOS,
            traffic.dueBy(now),
            offered.get(),
            delivered,
            dropped,
            buffered,
            line.ledger().stored(),
            use.cpuSeconds(),
            use.residentBytes(),
            use.storeBytes(),
            LineUse.heapBytes());
    samples.add(sample);
    return sample;
  }

  @Override
  public void close() {
    probes.close();
    emitters.forEach(OrionEmitter::close);
  }
}
