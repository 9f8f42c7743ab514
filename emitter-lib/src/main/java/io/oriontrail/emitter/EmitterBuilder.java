package io.oriontrail.emitter;

import io.oriontrail.emitter.kinesis.KinesisSender;
import io.oriontrail.emitter.otel.CurrentSpan;
import io.oriontrail.emitter.transport.RecordCompressor;
import io.oriontrail.emitter.transport.RecordSender;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Settings of an emitter. Not safe for use by several threads at once.
 *
 * <p>{@link #build} checks them all and throws on a bad one: that is the one moment at which an
 * emitter throws. It connects to nothing and needs no credentials yet.
 */
public final class EmitterBuilder {
  /** Environment variable that switches all emitters of a process off when it is {@code false}. */
  public static final String ENABLED_VARIABLE = "ORION_EMITTER_ENABLED";

  private @Nullable String streamName;
  private @Nullable String service;
  private @Nullable String host;
  private @Nullable URI endpoint;
  private @Nullable String region;
  private @Nullable RecordSender sender;
  private long bufferBytes = 32L << 20;
  private int bufferCount = 1 << 17;
  private Duration linger = Duration.ofMillis(200);
  private int maxInFlight = 4;
  private Duration requestTimeout = Duration.ofSeconds(3);
  private Duration retryWindow = Duration.ofMinutes(15);
  private Duration heartbeatInterval = Duration.ofSeconds(30);
  private Sampling sampling = Sampling.ALL;
  private Redaction redaction = Redaction.none();
  private @Nullable Supplier<@Nullable String> traceIds;
  private @Nullable Supplier<? extends RecordCompressor> compressor;
  private boolean enabled = true;
  private boolean shutdownHook = true;
  private boolean dropOldest;
  private @Nullable Path spoolDirectory;
  private long spoolBytes;
  private Duration spoolFsync = SpoolSettings.DEFAULT_FSYNC;
  private Map<String, String> environment = System.getenv();
  private Time time = Time.SYSTEM;

  EmitterBuilder() {}

  /** The Kinesis stream, by name or, where it belongs to another account, by ARN; needed. */
  public EmitterBuilder streamName(String name) {
    this.streamName = name;
    return this;
  }

  /** The name of the emitting service, as shown with each run; default none. */
  public EmitterBuilder service(@Nullable String name) {
    this.service = name;
    return this;
  }

  /** Where the service runs; default what the environment or the system calls this machine. */
  public EmitterBuilder host(@Nullable String name) {
    this.host = name;
    return this;
  }

  /**
   * Where Kinesis answers, for local runs; default AWS. An endpoint on this machine is given
   * made-up credentials.
   */
  public EmitterBuilder endpoint(@Nullable URI address) {
    this.endpoint = address;
    return this;
  }

  /** The AWS region; default the SDK's own search. */
  public EmitterBuilder region(@Nullable String name) {
    this.region = name;
    return this;
  }

  /** Carries the records instead of Kinesis, for tests and other transports. Closed with it. */
  public EmitterBuilder sender(RecordSender sender) {
    this.sender = sender;
    return this;
  }

  /**
   * Bytes that waiting events and records may take, at least 1 MiB; default 32 MiB. Failures may
   * use all of it, everything else leaves them the last fifth.
   */
  public EmitterBuilder bufferBytes(long bytes) {
    this.bufferBytes = bytes;
    return this;
  }

  /** Events that may wait, at most 4,194,304; default 131,072. The last fifth is for failures. */
  public EmitterBuilder bufferCount(int events) {
    this.bufferCount = events;
    return this;
  }

  /**
   * How long an event may wait for others to share its record, 1 ms to 1 min; default 200 ms. What
   * was emitted within this time is what a {@code kill -9} can lose while all is well.
   */
  public EmitterBuilder linger(Duration limit) {
    this.linger = limit;
    return this;
  }

  /** Requests under way at once, 1 to 64; default 4. Each needs a thread for its time. */
  public EmitterBuilder maxInFlight(int requests) {
    this.maxInFlight = requests;
    return this;
  }

  /** How long a request may take, 10 ms to 1 min; default 3 s. */
  public EmitterBuilder requestTimeout(Duration limit) {
    this.requestTimeout = limit;
    return this;
  }

  /**
   * How long delivery may fail before an event is given up, 1 ms to 1 day; default 15 min. In an
   * outage that has taken three quarters of the room, five minutes are the limit.
   */
  public EmitterBuilder retryWindow(Duration limit) {
    this.retryWindow = limit;
    return this;
  }

  /** How often the emitter reports its own counters on the stream, from 1 s; default 30 s. */
  public EmitterBuilder heartbeatInterval(Duration interval) {
    this.heartbeatInterval = interval;
    return this;
  }

  /**
   * Share of the executions that are kept, from 0 to 1; default 1. Which ones follows from account
   * and execution, so all services with the same rate keep the same. Of the others only what failed
   * is sent, with the attribute {@code orion.sampledOut}; the rest counts as {@link
   * EmitterStats#sampledOut}.
   *
   * @throws IllegalArgumentException if the rate is out of bounds
   */
  public EmitterBuilder sampleRate(double rate) {
    this.sampling = new Sampling(rate);
    return this;
  }

  /** What must not leave the process as it is; default {@link Redaction#none()}. */
  public EmitterBuilder redaction(Redaction redaction) {
    this.redaction = redaction;
    return this;
  }

  /**
   * Tells the W3C trace id of the current thread, 32 lower-case hexadecimal digits, or null; asked
   * by the thread that records, so it must be quick. Default null: OpenTelemetry's current span
   * where its API is on the class path, else nothing.
   */
  public EmitterBuilder traceIds(@Nullable Supplier<@Nullable String> current) {
    this.traceIds = current;
    return this;
  }

  /** Makes what compresses the records; default null for gzip at its fastest level. */
  public EmitterBuilder compressor(@Nullable Supplier<? extends RecordCompressor> factory) {
    this.compressor = factory;
    return this;
  }

  /**
   * Whether anything is emitted; default true. The environment variable {@value #ENABLED_VARIABLE}
   * set to {@code false} switches off whatever is said here.
   */
  public EmitterBuilder enabled(boolean enabled) {
    this.enabled = enabled;
    return this;
  }

  /** Whether the emitter is closed when the JVM shuts down in an orderly way; default true. */
  public EmitterBuilder shutdownHook(boolean wanted) {
    this.shutdownHook = wanted;
    return this;
  }

  /**
   * Which events go when room runs short in an outage: false, the default, refuses new ones that
   * are no failures; true gives up the oldest records once three quarters of the room are taken, so
   * that there is room for what happens now.
   */
  public EmitterBuilder dropOldest(boolean wanted) {
    this.dropOldest = wanted;
    return this;
  }

  /**
   * Keeps undelivered events on disk too, so that an outage beyond the buffer, a shutdown or a
   * crash loses none that were accepted before the last {@link #spoolFsync} interval: whatever
   * emitter is built with the directory next delivers them, under the ids they had. Callers never
   * wait for the disk; where it fails, the emitter goes on in memory and counts it.
   *
   * @param directory for this emitter alone; another one that is given it works without. Made when
   *     needed
   * @param maxBytes what all files together may take, 1 MiB to 1 TiB
   */
  public EmitterBuilder spool(Path directory, long maxBytes) {
    this.spoolDirectory = directory;
    this.spoolBytes = maxBytes;
    return this;
  }

  /**
   * With a {@link #spool}: how long an accepted event may not yet be safe on the disk, 10 ms to 1
   * min; default 200 ms.
   */
  public EmitterBuilder spoolFsync(Duration interval) {
    this.spoolFsync = interval;
    return this;
  }

  EmitterBuilder time(Time time) {
    this.time = time;
    return this;
  }

  EmitterBuilder environment(Map<String, String> environment) {
    this.environment = environment;
    return this;
  }

  /**
   * The emitter.
   *
   * @throws IllegalArgumentException if a setting is missing or out of its bounds; names it
   */
  public OrionEmitter build() {
    Settings settings = settings();
    boolean on = enabled && !isSwitchedOff();
    if (!on) {
      LoggerFactory.getLogger(OrionEmitter.class).info("switched off: no step events are emitted");
    }
    String target = sender != null ? sender.getClass().getSimpleName() : "stream " + streamName;
    return new OrionEmitter(
        settings,
        new Recorder.Policy(sampling, redaction, traceIds != null ? traceIds : openTelemetry()),
        on,
        time,
        sender != null ? sender : kinesis(),
        newCompressor(),
        target);
  }

  /** All that is checked at once. */
  Settings settings() {
    return new Settings(
        service,
        host != null ? host : HostName.from(environment),
        bufferBytes,
        bufferCount,
        linger,
        maxInFlight,
        requestTimeout,
        retryWindow,
        heartbeatInterval,
        shutdownHook,
        dropOldest,
        spoolDirectory == null ? null : new SpoolSettings(spoolDirectory, spoolBytes, spoolFsync));
  }

  /** The host may have OpenTelemetry or not, and ours may not be the version that it has. */
  private static @Nullable Supplier<@Nullable String> openTelemetry() {
    try {
      return CurrentSpan.create();
    } catch (LinkageError e) {
      return null;
    }
  }

  private RecordCompressor newCompressor() {
    try {
      return compressor == null ? new GzipCompressor() : compressor.get();
    } catch (LinkageError e) {
      throw new IllegalArgumentException(
          "compressor cannot be made, is its library on the class path? " + e, e);
    }
  }

  private boolean isSwitchedOff() {
    String value = environment.get(ENABLED_VARIABLE);
    if (value == null || value.isBlank() || value.strip().equalsIgnoreCase("true")) {
      return false;
    }
    if (value.strip().equalsIgnoreCase("false")) {
      return true;
    }
    throw new IllegalArgumentException(
        ENABLED_VARIABLE + " must be true or false; it is '" + value + "'");
  }

  private RecordSender kinesis() {
    if (streamName == null || streamName.isBlank()) {
      throw new IllegalArgumentException("streamName is missing: name the Kinesis stream");
    }
    return new KinesisSender(streamName, endpoint, region, requestTimeout);
  }
}
