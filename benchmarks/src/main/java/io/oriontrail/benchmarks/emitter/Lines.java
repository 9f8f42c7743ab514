package io.oriontrail.benchmarks.emitter;

import java.util.List;

/** All lines by the name that tables and commands give them. */
final class Lines {
  /** Our own, in the variants that are measured. */
  static final String ORION = "orion";

  static final String ORION_GZIP = "orion-gzip";
  static final String ORION_FULL = "orion-full";

  /** Those that encode, queue and drop as the emitter does. */
  static final List<String> PEERS =
      List.of("logback", "log4j2", "otel-span", "otel-ready", "zipkin-reporter", "brave");

  static final List<String> FLOORS =
      List.of("array-blocking-queue", "hand-over-ring", "byte-ring-json", "byte-ring-compact");

  static final String PUT_RECORD = "put-record";

  private static final int FULL_AFTER = 64;

  private Lines() {}

  static Line open(String name, Downstream.Mode mode) {
    Downstream downstream = new Downstream(mode);
    return switch (name) {
      case ORION -> new OrionLine(downstream, false, Line.ROOM);
      case ORION_GZIP -> new OrionLine(downstream, true, Line.ROOM);
      case ORION_FULL -> new OrionLine(downstream, true, FULL_AFTER);
      case "otel-span" -> new OtelLine(downstream, false);
      case "otel-ready" -> new OtelLine(downstream, true);
      case "zipkin-reporter" -> new ZipkinLine(downstream);
      case "brave" -> new BraveLine(downstream);
      case "logback" -> new LogbackLine(downstream);
      case "log4j2" -> new Log4jLine(downstream);
      case PUT_RECORD -> new PutRecordLine(downstream);
      case "array-blocking-queue" -> new QueueLine();
      case "hand-over-ring" -> new HandOverRing();
      case "byte-ring-json" -> new ByteRing(ByteRing.Form.JSON, downstream);
      case "byte-ring-compact" -> new ByteRing(ByteRing.Form.COMPACT, downstream);
      default -> throw new IllegalArgumentException("no line is called '" + name + "'");
    };
  }
}
