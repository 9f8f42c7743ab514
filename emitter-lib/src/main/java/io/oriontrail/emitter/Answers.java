package io.oriontrail.emitter;

import io.oriontrail.emitter.Flights.Flight;
import io.oriontrail.emitter.Flights.Landing;
import io.oriontrail.emitter.transport.RecordSender.Outcome;
import io.oriontrail.emitter.transport.SendException;
import io.oriontrail.emitter.transport.SendException.Kind;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What follows from the answers to requests, and from their absence. */
final class Answers {
  /** How old a record may grow in an outage once room has run short. */
  static final long AGE_LIMIT = TimeUnit.MINUTES.toNanos(5);

  private final Flights flights;
  private final Outbox outbox;
  private final Pace pace;
  private final Counters counters;
  private final DropLog log;
  private final long retryWindow;
  private final BooleanSupplier isShort;

  /** {@code isShort}: whether room has run short. */
  Answers(
      Flights flights,
      Outbox outbox,
      Pace pace,
      Counters counters,
      DropLog log,
      long retryWindow,
      BooleanSupplier isShort) {
    this.flights = flights;
    this.outbox = outbox;
    this.pace = pace;
    this.counters = counters;
    this.log = log;
    this.retryWindow = retryWindow;
    this.isShort = isShort;
  }

  /** Takes in all answers that have come, and gives up requests that took too long. */
  void receive(long now) {
    for (Landing landing = flights.poll(); landing != null; landing = flights.poll()) {
      land(landing, now);
    }
    for (Flight late = flights.pollOverdue(now); late != null; late = flights.pollOverdue(now)) {
      allFailed(late, new SendException(Kind.TIMED_OUT, "no answer", null), now);
    }
    if (pace.isFailingLongerThan(retryWindow, now)) {
      outbox.expire(retryWindow, now);
    } else if (pace.isFailing() && isShort.getAsBoolean()) {
      outbox.expire(Math.min(AGE_LIMIT, retryWindow), now);
    }
  }

  private void land(Landing landing, long now) {
    Flight flight = landing.flight();
    List<Outcome> outcomes = landing.outcomes();
    if (flight.givenUp) {
      late(flight.records, outcomes);
    } else if (outcomes == null) {
      allFailed(flight, Objects.requireNonNull(landing.failure()), now);
    } else if (outcomes.size() != flight.records.size()) {
      // Which answer belongs to which record? Nobody knows, so none of them counts.
      counters.protocolMismatches.incrementAndGet();
      String what = outcomes.size() + " answers for " + flight.records.size() + " records";
      allFailed(flight, new SendException(Kind.UNAVAILABLE, what, null), now);
    } else {
      each(flight.records, outcomes, now);
    }
  }

  /** Its records count as failed already; those that were stored need not be sent again. */
  private void late(List<PackedRecord> records, @Nullable List<Outcome> outcomes) {
    if (outcomes == null || outcomes.size() != records.size()) {
      return;
    }
    for (int i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i) == Outcome.STORED) {
        outbox.delivered(records.get(i));
      }
    }
  }

  private void each(List<PackedRecord> records, List<Outcome> outcomes, long now) {
    boolean throttled = false;
    for (int i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i) == Outcome.STORED) {
        outbox.delivered(records.get(i));
      } else {
        throttled |= outcomes.get(i) == Outcome.THROTTLED;
        outbox.failed(records.get(i), now);
      }
    }
    if (throttled) {
      pace.throttled(now);
    } else {
      pace.succeeded(now);
    }
  }

  private void allFailed(Flight flight, Throwable failure, long now) {
    counters.failedRequests.incrementAndGet();
    log.requestFailed(failure);
    Kind kind = failure instanceof SendException known ? known.kind() : Kind.UNAVAILABLE;
    if (kind == Kind.REFUSED) {
      pace.succeeded(now); // the service is there, and it answers
      outbox.refused(flight.records);
      return;
    }
    pace.failed(flight.startedAt, now, kind == Kind.DENIED);
    for (PackedRecord packed : flight.records) {
      outbox.failed(packed, now);
    }
  }
}
