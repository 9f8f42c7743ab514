package io.oriontrail.local.esm;

import io.oriontrail.local.lambda.Outcome;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One of a shard's parallel lanes: gathers records into batches and sees each batch through, one at
 * a time, in order. Confined to the core.
 */
final class Lane {
  private final MappingSettings settings;
  private final EventJson events;
  private final boolean hasDestination;
  private final Tally tally;
  private final Consumer<List<Entry>> finished;

  private final Deque<Entry> pending = new ArrayDeque<>();
  private int pendingBytes;

  /** The batch that is seen through, and behind it what bisecting and cutting have left of it. */
  private final Deque<Work> works = new ArrayDeque<>();

  private boolean busy;

  Lane(
      MappingSettings settings,
      EventJson events,
      boolean hasDestination,
      Tally tally,
      Consumer<List<Entry>> finished) {
    this.settings = settings;
    this.events = events;
    this.hasDestination = hasDestination;
    this.tally = tally;
    this.finished = finished;
  }

  void add(Entry entry) {
    pending.addLast(entry);
    pendingBytes += entry.eventBytes();
  }

  boolean isIdle() {
    return !busy && works.isEmpty() && pending.isEmpty();
  }

  boolean isBusy() {
    return busy;
  }

  /**
   * The next thing to do, if it is time for one.
   *
   * @param flush whether to take a batch as it is instead of waiting for more
   */
  @Nullable Command advance(Instant now, boolean flush) {
    while (!busy) {
      if (works.isEmpty()) {
        if (!isBatchDue(now, flush)) {
          return null;
        }
        works.addFirst(cutBatch(now));
      }
      Work head = works.getFirst();
      if (now.isBefore(head.notBefore())) {
        return null;
      }
      if (dropExpired(head, now) || giveUpTooOld(head, now) || dropWithoutDestination(head)) {
        continue;
      }
      busy = true;
      Condition givenUp = head.givenUp();
      if (givenUp != null) {
        return new Command.Deliver(this, head.failedBatch(givenUp));
      }
      tally.invocations++;
      return new Command.Invoke(this, head);
    }
    return null;
  }

  /** When {@link #advance} has something to do next without anything else happening. */
  @Nullable Instant wakeAt() {
    if (busy) {
      return null;
    }
    if (!works.isEmpty()) {
      return works.getFirst().notBefore();
    }
    Entry oldest = pending.peekFirst();
    return oldest == null ? null : oldest.readAt().plus(settings.batchingWindow());
  }

  void invoked(Outcome outcome, Instant now) {
    busy = false;
    Work head = works.getFirst();
    switch (outcome) {
      case Outcome.Success success -> answered(head, success.payload(), now);
      case Outcome.FunctionError error -> failed(head, now);
      case Outcome.ServiceError error -> {
        // Not the function's fault: tried again until the records are too old, never counted.
        tally.serviceErrors++;
        head.waitUntil(now.plus(settings.delayBefore(head.refused())));
      }
    }
  }

  void delivered(boolean kept, Instant now) {
    busy = false;
    Work head = works.getFirst();
    if (kept) {
      works.removeFirst();
      tally.discarded += head.size();
      finished.accept(head.entries());
    } else {
      head.waitUntil(now.plus(settings.delayBefore(head.refused())));
    }
  }

  private void answered(Work head, byte[] payload, Instant now) {
    BatchAnswer answer =
        settings.reportBatchItemFailures()
            ? BatchAnswer.read(payload, head.records())
            : new BatchAnswer.AllDone();
    head.attempted(false);
    switch (answer) {
      case BatchAnswer.AllDone all -> {
        works.removeFirst();
        done(head);
      }
      case BatchAnswer.FailedFrom from -> {
        tally.partialFailures++;
        works.removeFirst();
        done(head.part(0, from.index()));
        Work rest = head.part(from.index(), head.size());
        works.addFirst(rest);
        retryOrGiveUp(rest, now);
      }
      case BatchAnswer.Senseless senseless -> {
        tally.partialFailures++;
        retryOrGiveUp(head, now);
      }
    }
  }

  private void failed(Work head, Instant now) {
    tally.functionErrors++;
    head.attempted(true);
    if (settings.bisectBatchOnFunctionError() && head.size() > 1) {
      works.removeFirst();
      int half = head.size() / 2;
      // New batches: splitting does not use the retries up.
      works.addFirst(new Work(head.entries().subList(half, head.size()), now));
      works.addFirst(new Work(head.entries().subList(0, half), now));
    } else {
      retryOrGiveUp(head, now);
    }
  }

  private void retryOrGiveUp(Work head, Instant now) {
    int limit = settings.maximumRetryAttempts();
    if (limit >= 0 && head.attempts() > limit) {
      head.giveUp(Condition.RETRY_ATTEMPTS_EXHAUSTED, now);
    } else {
      head.waitUntil(now.plus(settings.delayBefore(head.attempts())));
    }
  }

  private void done(Work part) {
    tally.done += part.size();
    finished.accept(part.entries());
  }

  /** What the stream has forgotten cannot be retried: the real mapping loses it without a word. */
  private boolean dropExpired(Work head, Instant now) {
    int expired = head.givenUp() == null ? head.olderThan(settings.retention(), now) : 0;
    if (expired == 0) {
      return false;
    }
    works.removeFirst();
    tally.expired += expired;
    finished.accept(head.part(0, expired).entries());
    addFirstUnlessEmpty(head, expired);
    return true;
  }

  private boolean giveUpTooOld(Work head, Instant now) {
    if (settings.maximumRecordAge() == null || head.givenUp() != null) {
      return false;
    }
    int old = head.olderThan(settings.maximumRecordAge(), now);
    if (old == 0) {
      return false;
    }
    works.removeFirst();
    addFirstUnlessEmpty(head, old);
    Work tooOld = head.part(0, old);
    tooOld.giveUp(Condition.RECORD_AGE_EXCEEDED, now);
    works.addFirst(tooOld);
    return true;
  }

  private boolean dropWithoutDestination(Work head) {
    if (head.givenUp() == null || hasDestination) {
      return false;
    }
    works.removeFirst();
    tally.dropped += head.size();
    finished.accept(head.entries());
    return true;
  }

  private void addFirstUnlessEmpty(Work head, int from) {
    if (from < head.size()) {
      works.addFirst(head.part(from, head.size()));
    }
  }

  private boolean isBatchDue(Instant now, boolean flush) {
    Entry oldest = pending.peekFirst();
    if (oldest == null) {
      return false;
    }
    return flush
        || pending.size() >= settings.batchSize()
        || events.sizeOfEvent(pendingBytes, pending.size()) >= EventJson.MAX_BYTES
        || !now.isBefore(oldest.readAt().plus(settings.batchingWindow()));
  }

  /** As many as fit into a batch and into an event, at least one. */
  private Work cutBatch(Instant now) {
    List<Entry> batch = new ArrayList<>(Math.min(pending.size(), settings.batchSize()));
    int bytes = 0;
    while (batch.size() < settings.batchSize() && !pending.isEmpty()) {
      int more = bytes + pending.getFirst().eventBytes();
      if (!batch.isEmpty() && events.sizeOfEvent(more, batch.size() + 1) > EventJson.MAX_BYTES) {
        break;
      }
      bytes = more;
      batch.add(pending.removeFirst());
    }
    pendingBytes -= bytes;
    return new Work(batch, now);
  }
}
