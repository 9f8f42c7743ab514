package io.oriontrail.local.load;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oriontrail.ingest.MetricsLine;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Adds up what ingest says of its invocations, as CloudWatch would from the same lines. Safe for
 * use by several threads at once.
 */
public final class IngestLedger {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Consumer<String> others;
  private final AtomicLong invocations = new AtomicLong();
  private final AtomicLong stored = new AtomicLong();
  private final AtomicLong late = new AtomicLong();
  private final AtomicLong owed = new AtomicLong();
  private final AtomicLong retries = new AtomicLong();
  private final AtomicLong rollups = new AtomicLong();
  private final AtomicLong quarantined = new AtomicLong();
  private final AtomicLong heartbeats = new AtomicLong();

  /** {@code others}: given each line that is none of metrics. */
  public IngestLedger(Consumer<String> others) {
    this.others = others;
  }

  /** For a handler in this process. */
  public PrintStream stream() {
    return new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8) {
      @Override
      public void println(String line) {
        add(line);
      }
    };
  }

  void add(String line) {
    JsonNode metrics = read(line);
    if (!metrics.has(MetricsLine.RECORDS)) {
      others.accept(line);
      return;
    }
    invocations.incrementAndGet();
    stored.addAndGet(metrics.path(MetricsLine.STORED).asLong());
    late.addAndGet(metrics.path(MetricsLine.STORED_LATE).asLong());
    owed.addAndGet(metrics.path(MetricsLine.OWED).asLong());
    retries.addAndGet(metrics.path(MetricsLine.RETRIES).asLong());
    rollups.addAndGet(metrics.path(MetricsLine.ROLLUPS_WRITTEN).asLong());
    quarantined.addAndGet(metrics.path(MetricsLine.QUARANTINED).asLong());
    heartbeats.addAndGet(metrics.path(MetricsLine.HEARTBEATS).asLong());
  }

  private static JsonNode read(String line) {
    try {
      return JSON.readTree(line);
    } catch (JacksonException e) {
      return JSON.missingNode();
    }
  }

  public long invocations() {
    return invocations.get();
  }

  /** Events stored, a repeated one again; heartbeats are left out. */
  public long stored() {
    return stored.get() - heartbeats.get();
  }

  /** Events stored later than {@link MetricsLine#FRESHNESS_OBJECTIVE} after they were due. */
  public long late() {
    return late.get();
  }

  /** Pieces that had to come again. */
  public long owed() {
    return owed.get();
  }

  /** Calls to the store made again. */
  public long retries() {
    return retries.get();
  }

  /** Items of roll-ups added to. */
  public long rollups() {
    return rollups.get();
  }

  public long quarantined() {
    return quarantined.get();
  }
}
