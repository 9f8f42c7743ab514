package io.oriontrail.emitter;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an emitter did since it was built, at one moment. {@code offered = delivered + dropped() +
 * buffered} holds exactly in every snapshot.
 *
 * @param offered events handed to the emitter whose admission was decided
 * @param delivered events that the stream has acknowledged, each counted once
 * @param droppedByReason events given up; every reason is present
 * @param buffered events admitted whose fate is open: waiting, in a request, or to be sent again
 * @param bufferedBytes room they take, in bytes, by a measure that is never less than the truth
 * @param deliveredRecords records acknowledged; one record holds many events
 * @param requests requests made
 * @param failedRequests requests that failed as a whole
 * @param retriedRecords records sent again, each time counted
 * @param protocolMismatches answers that did not fit their request; all its records are sent again
 * @param heartbeats heartbeats written
 * @param amended parts of events cut or left out because they were not legal, such as a 17th
 *     attribute; the events themselves went out
 * @param sampledOut events left out because their execution is not kept, see {@link
 *     EmitterBuilder#sampleRate}; they count neither as offered nor as dropped
 * @param faults times something broke inside the emitter and it went on
 * @param oldestAge how long the oldest buffered event had waited when the sending thread last
 *     looked, which it does at least every {@code linger}; zero if nothing is buffered
 * @param lastDelivery wall clock when the stream last acknowledged an event; null if it never did
 * @param spool the disk spool, if there is one; what lies there for the next process when the
 *     emitter is closed counts as {@code buffered}
 */
public record EmitterStats(
    long offered,
    long delivered,
    Map<DropReason, Long> droppedByReason,
    long buffered,
    long bufferedBytes,
    long deliveredRecords,
    long requests,
    long failedRequests,
    long retriedRecords,
    long protocolMismatches,
    long heartbeats,
    long amended,
    long sampledOut,
    long faults,
    Duration oldestAge,
    @Nullable Instant lastDelivery,
    SpoolStats spool) {

  public EmitterStats {
    droppedByReason = Collections.unmodifiableMap(new EnumMap<>(droppedByReason));
  }

  /** Events given up for whatever reason. */
  public long dropped() {
    long sum = 0;
    for (long count : droppedByReason.values()) {
      sum += count;
    }
    return sum;
  }

  /** Events given up for this reason. */
  public long dropped(DropReason reason) {
    return droppedByReason.getOrDefault(reason, 0L);
  }
}
