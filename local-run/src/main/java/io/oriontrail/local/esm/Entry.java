package io.oriontrail.local.esm;

import java.time.Instant;

/** A record on its way through the mapping. Confined to the core, except for the record itself. */
final class Entry {
  private final StreamRecord streamRecord;
  private final int eventBytes;
  private final Instant readAt;
  private boolean finished;

  Entry(StreamRecord streamRecord, int eventBytes, Instant readAt) {
    this.streamRecord = streamRecord;
    this.eventBytes = eventBytes;
    this.readAt = readAt;
  }

  StreamRecord streamRecord() {
    return streamRecord;
  }

  /** What it takes within an event. */
  int eventBytes() {
    return eventBytes;
  }

  Instant readAt() {
    return readAt;
  }

  boolean isFinished() {
    return finished;
  }

  void finish() {
    finished = true;
  }
}
