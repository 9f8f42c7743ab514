package io.oriontrail.emitter.transport;

import java.util.List;

/**
 * Carries records to a stream. Called by several of the emitter's threads at once, so it must be
 * safe for that. It makes one attempt a call: trying again, and when, is the emitter's business.
 */
public interface RecordSender extends AutoCloseable {

  /** What became of one record. */
  enum Outcome {
    /** The stream has it. */
    STORED,
    /** Refused for now, because too much comes at once; worth another try later. */
    THROTTLED,
    /** Not stored for a reason within the stream; worth another try. */
    FAILED
  }

  /**
   * Sends the records in one request and waits for the answer.
   *
   * @param records at most 500; the arrays must not be changed
   * @return one outcome a record, in the same order
   * @throws SendException if the request failed as a whole; some records may be stored nevertheless
   */
  List<Outcome> send(List<byte[]> records) throws SendException;

  /**
   * The process was restored from a snapshot, perhaps as one of many copies: connections are dead
   * and credentials may be old. Called by any thread.
   */
  default void reconnect() {}

  /** Frees what the sender holds. Does not wait. Called once, after the last {@link #send}. */
  @Override
  default void close() {}
}
