package io.oriontrail.local.load;

import java.util.List;

/** Which part of a line a thread works for, by the first 15 characters of its name. */
public enum LinePart {
  GENERATOR("load generator and probes", "load-", "main", "java"),
  EMITTER("emitters", "orion-emitter"),
  STREAM("Kinesis endpoint", "kinesis-server", "HTTP-Dispatcher", "idle-timeout"),
  MAPPING("event source mapping", "event-source", "esm-"),
  INGEST("ingest", "lambda-ingest", "ForkJoinPool", "VirtualThread", "Read-Poller", "Write-Poller"),
  COLLECTOR("garbage collection", "GC ", "G1 ", "Gen", "ZDriver", "ZWorker", "VM Thread"),
  COMPILER("compilation", "C1 ", "C2 "),
  REST("everything else"),
  STORE("DynamoDB Local");

  private static final List<LinePart> BY_NAME =
      List.of(GENERATOR, EMITTER, STREAM, MAPPING, INGEST, COLLECTOR, COMPILER);

  private final String title;
  private final List<String> prefixes;

  LinePart(String title, String... prefixes) {
    this.title = title;
    this.prefixes = List.of(prefixes);
  }

  /** As people read it. */
  public String title() {
    return title;
  }

  /**
   * Whether it takes part in moving events: not what makes the load, and not the compiler, whose
   * work ends.
   */
  public boolean isOfTheLine() {
    return this != GENERATOR && this != COMPILER;
  }

  static LinePart ofThread(String name) {
    for (LinePart part : BY_NAME) {
      if (part.prefixes.stream().anyMatch(name::startsWith)) {
        return part;
      }
    }
    return REST;
  }
}
