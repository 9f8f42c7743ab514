package io.oriontrail.local.load;

import java.util.Map;

/** Which part of a line a thread works for, by the first 15 characters of its name. */
public enum LinePart {
  GENERATOR("load generator and probes"),
  EMITTER("emitters"),
  STREAM("Kinesis endpoint"),
  MAPPING("event source mapping"),
  INGEST("ingest"),
  COLLECTOR("garbage collection"),
  COMPILER("compilation"),
  REST("everything else"),
  STORE("DynamoDB Local");

  private static final Map<String, LinePart> BY_PREFIX =
      Map.ofEntries(
          Map.entry("load-", GENERATOR),
          Map.entry("main", GENERATOR),
          Map.entry("java", GENERATOR),
          Map.entry("orion-emitter", EMITTER),
          Map.entry("kinesis-server", STREAM),
          Map.entry("HTTP-Dispatcher", STREAM),
          Map.entry("idle-timeout", STREAM),
          Map.entry("event-source", MAPPING),
          Map.entry("esm-", MAPPING),
          Map.entry("lambda-ingest", INGEST),
          Map.entry("ForkJoinPool", INGEST), // the carriers of its virtual threads
          Map.entry("VirtualThread", INGEST),
          Map.entry("Read-Poller", INGEST),
          Map.entry("Write-Poller", INGEST),
          Map.entry("GC ", COLLECTOR),
          Map.entry("G1 ", COLLECTOR),
          Map.entry("VM Thread", COLLECTOR),
          Map.entry("C1 ", COMPILER),
          Map.entry("C2 ", COMPILER));

  private final String title;

  LinePart(String title) {
    this.title = title;
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
    for (Map.Entry<String, LinePart> each : BY_PREFIX.entrySet()) {
      if (name.startsWith(each.getKey())) {
        return each.getValue();
      }
    }
    return REST;
  }
}
