package io.oriontrail.local.esm;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A batch, or what is left of one, and how it has fared. Confined to the core. */
final class Work {
  private final List<Entry> entries;

  /** Invocations that count towards the retry limit. */
  private int attempts;

  /** Refusals of the service, or of the destination, since the last that was none. */
  private int refusals;

  private boolean functionError;
  private Instant notBefore;
  private @Nullable Condition givenUp;
  private Instant givenUpAt = Instant.EPOCH;

  Work(List<Entry> entries, Instant notBefore) {
    this.entries = List.copyOf(entries);
    this.notBefore = notBefore;
  }

  List<Entry> entries() {
    return entries;
  }

  int size() {
    return entries.size();
  }

  List<StreamRecord> records() {
    return entries.stream().map(Entry::streamRecord).toList();
  }

  int attempts() {
    return attempts;
  }

  boolean functionError() {
    return functionError;
  }

  Instant notBefore() {
    return notBefore;
  }

  @Nullable Condition givenUp() {
    return givenUp;
  }

  /** A part of it that has fared the same. */
  Work part(int from, int to) {
    Work part = new Work(entries.subList(from, to), notBefore);
    part.attempts = attempts;
    part.refusals = refusals;
    part.functionError = functionError;
    part.givenUp = givenUp;
    part.givenUpAt = givenUpAt;
    return part;
  }

  void attempted(boolean withFunctionError) {
    attempts++;
    refusals = 0;
    functionError = withFunctionError;
  }

  int refused() {
    return ++refusals;
  }

  void waitUntil(Instant time) {
    notBefore = time;
  }

  void giveUp(Condition why, Instant now) {
    givenUp = why;
    givenUpAt = now;
    refusals = 0;
    notBefore = now;
  }

  /** What a destination gets; the same each time it is asked to take it. */
  FailedBatch failedBatch(Condition condition) {
    return new FailedBatch(records(), condition, attempts, functionError, givenUpAt);
  }

  /** How many of its records, which are in the order of their arrival, are older than that. */
  int olderThan(Duration age, Instant now) {
    Instant limit = now.minus(age);
    int old = 0;
    while (old < entries.size() && entries.get(old).streamRecord().arrival().isBefore(limit)) {
      old++;
    }
    return old;
  }
}
