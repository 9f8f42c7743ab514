package io.oriontrail.emitter;

import io.oriontrail.emitter.transport.RecordSender;
import io.oriontrail.emitter.transport.RecordSender.Outcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Requests under way. Each runs on a thread of the executor; its answer comes back through a
 * mailbox, so that everything else is decided by the sending thread alone.
 */
final class Flights {
  /** One request. */
  static final class Flight {
    final List<PackedRecord> records;
    final long startedAt;

    /** No answer came in time; its records may be under way again. */
    boolean givenUp;

    Flight(List<PackedRecord> records, long startedAt) {
      this.records = records;
      this.startedAt = startedAt;
    }
  }

  /** An answer, or what went wrong instead. */
  record Landing(Flight flight, @Nullable List<Outcome> outcomes, @Nullable Throwable failure) {}

  private final RecordSender sender;
  private final Executor executor;
  private final Runnable onLanding;
  private final long patience;
  private final List<Flight> inFlight = new ArrayList<>();
  private final Queue<Landing> landings = new ConcurrentLinkedQueue<>();

  /**
   * @param onLanding called by the executor's threads when an answer lies in the mailbox
   * @param patience nanoseconds after which a request without answer counts as failed
   */
  Flights(RecordSender sender, Executor executor, Runnable onLanding, long patience) {
    this.sender = sender;
    this.executor = executor;
    this.onLanding = onLanding;
    this.patience = patience;
  }

  int count() {
    return inFlight.size();
  }

  /** The records of all requests under way. */
  Set<PackedRecord> records() {
    Set<PackedRecord> records = new HashSet<>();
    inFlight.forEach(flight -> records.addAll(flight.records));
    return records;
  }

  /** Starts a request; returns false if there is no thread for it. */
  boolean start(List<PackedRecord> records, long now) {
    Flight flight = new Flight(records, now);
    inFlight.add(flight);
    try {
      List<byte[]> data = new ArrayList<>(records.size());
      for (PackedRecord packed : records) {
        data.add(packed.bytes());
      }
      executor.execute(() -> fly(flight, data));
      return true;
    } catch (Throwable t) { // refused, or the system has no more threads
      inFlight.remove(flight);
      return false;
    }
  }

  private void fly(Flight flight, List<byte[]> data) {
    Landing landing;
    try {
      landing = new Landing(flight, sender.send(data), null);
    } catch (Throwable t) { // whatever it is: the records must come back
      landing = new Landing(flight, null, t);
    }
    landings.add(landing);
    onLanding.run();
  }

  /** The next answer, or null. It may belong to a request that was given up before. */
  @Nullable Landing poll() {
    Landing landing = landings.poll();
    if (landing != null) {
      inFlight.remove(landing.flight);
    }
    return landing;
  }

  /** A request without answer for too long; it is given up, should it answer after all. */
  @Nullable Flight pollOverdue(long now) {
    for (Iterator<Flight> i = inFlight.iterator(); i.hasNext(); ) {
      Flight flight = i.next();
      if (now - flight.startedAt > patience) {
        i.remove();
        flight.givenUp = true;
        return flight;
      }
    }
    return null;
  }
}
