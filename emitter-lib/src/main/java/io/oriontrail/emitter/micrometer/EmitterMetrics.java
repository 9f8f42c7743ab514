package io.oriontrail.emitter.micrometer;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.oriontrail.emitter.DropReason;
import io.oriontrail.emitter.EmitterStats;
import io.oriontrail.emitter.OrionEmitter;
import io.oriontrail.emitter.SpoolStats;
import java.time.Instant;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What an emitter did and holds, as meters named {@code orion.emitter.*}: {@code new
 * EmitterMetrics(emitter).bindTo(registry)}. Counters are cumulative, {@code dropped} has a tag
 * {@code reason}. Each reading takes a snapshot of {@link OrionEmitter#stats}; emitting events
 * costs nothing more.
 *
 * <p>The registry holds the emitter weakly, as it does all that it measures. Safe for use by
 * several threads at once.
 */
public final class EmitterMetrics implements MeterBinder {
  private static final String PREFIX = "orion.emitter.";
  private static final String SECONDS = "seconds";

  private final OrionEmitter emitter;
  private final Tags tags;

  /** Without tags of its own: for a process with one emitter. */
  public EmitterMetrics(OrionEmitter emitter) {
    this(emitter, Tags.empty());
  }

  /**
   * With tags on every meter, to tell several emitters of one process apart. Do not use {@link
   * OrionEmitter#emitterId}: it is new in each process.
   */
  public EmitterMetrics(OrionEmitter emitter, Tags tags) {
    this.emitter = emitter;
    this.tags = tags;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    events(registry, "offered", "Events handed to the emitter", EmitterStats::offered);
    events(registry, "delivered", "Events the stream acknowledged", EmitterStats::delivered);
    events(
        registry, "sampled.out", "Events left out with their executions", EmitterStats::sampledOut);
    for (DropReason reason : DropReason.values()) {
      counter(
          registry,
          "dropped",
          BaseUnits.EVENTS,
          "Events given up",
          tags.and("reason", reason.name()),
          stats -> stats.dropped(reason));
    }
    of(registry, "records.delivered", "records", EmitterStats::deliveredRecords);
    of(registry, "records.retried", "records", EmitterStats::retriedRecords);
    of(registry, "requests", "requests", EmitterStats::requests);
    of(registry, "requests.failed", "requests", EmitterStats::failedRequests);
    of(registry, "protocol.mismatches", "answers", EmitterStats::protocolMismatches);
    of(registry, "heartbeats", "heartbeats", EmitterStats::heartbeats);
    of(registry, "amended", "parts", EmitterStats::amended);
    of(registry, "faults", "faults", EmitterStats::faults);
    gauge(registry, "buffered", BaseUnits.EVENTS, EmitterStats::buffered);
    gauge(registry, "buffered.bytes", BaseUnits.BYTES, EmitterStats::bufferedBytes);
    gauge(registry, "oldest.age", SECONDS, stats -> stats.oldestAge().toNanos() / 1e9);
    gauge(registry, "last.delivery", SECONDS, EmitterMetrics::lastDelivery);
    bindSpool(registry);
  }

  private void bindSpool(MeterRegistry registry) {
    spoolGauge(registry, "usable", null, spool -> spool.usable() ? 1 : 0);
    spoolGauge(registry, "bytes", BaseUnits.BYTES, SpoolStats::bytes);
    spoolGauge(registry, "waiting", BaseUnits.EVENTS, SpoolStats::waitingOnDisk);
    spoolGauge(registry, "found.waiting", BaseUnits.EVENTS, SpoolStats::foundWaiting);
    spoolCounter(registry, "found", BaseUnits.EVENTS, SpoolStats::found);
    spoolCounter(registry, "found.delivered", BaseUnits.EVENTS, SpoolStats::foundDelivered);
    spoolCounter(registry, "found.dropped", BaseUnits.EVENTS, SpoolStats::foundDropped);
    spoolCounter(registry, "corrupt", "entries", SpoolStats::corruptEntries);
    spoolCounter(registry, "refused", "records", SpoolStats::refusedRecords);
    spoolCounter(registry, "faults", "faults", SpoolStats::faults);
  }

  /** Seconds since 1970, by the wall clock; not a number before the first delivery. */
  private static double lastDelivery(EmitterStats stats) {
    Instant last = stats.lastDelivery();
    return last == null ? Double.NaN : last.toEpochMilli() / 1e3;
  }

  private void spoolGauge(
      MeterRegistry registry,
      String name,
      @Nullable String unit,
      ToDoubleFunction<SpoolStats> value) {
    gauge(registry, "spool." + name, unit, stats -> value.applyAsDouble(stats.spool()));
  }

  private void spoolCounter(
      MeterRegistry registry, String name, String unit, ToDoubleFunction<SpoolStats> value) {
    of(registry, "spool." + name, unit, stats -> value.applyAsDouble(stats.spool()));
  }

  private void events(
      MeterRegistry registry,
      String name,
      String description,
      ToDoubleFunction<EmitterStats> value) {
    counter(registry, name, BaseUnits.EVENTS, description, tags, value);
  }

  private void of(
      MeterRegistry registry, String name, String unit, ToDoubleFunction<EmitterStats> value) {
    counter(registry, name, unit, "See EmitterStats", tags, value);
  }

  private void counter(
      MeterRegistry registry,
      String name,
      String unit,
      String description,
      Tags all,
      ToDoubleFunction<EmitterStats> value) {
    FunctionCounter.builder(PREFIX + name, emitter, e -> value.applyAsDouble(e.stats()))
        .baseUnit(unit)
        .description(description)
        .tags(all)
        .register(registry);
  }

  private void gauge(
      MeterRegistry registry,
      String name,
      @Nullable String unit,
      ToDoubleFunction<EmitterStats> value) {
    Gauge.builder(PREFIX + name, emitter, e -> value.applyAsDouble(e.stats()))
        .baseUnit(unit)
        .description("See EmitterStats")
        .tags(tags)
        .register(registry);
  }
}
