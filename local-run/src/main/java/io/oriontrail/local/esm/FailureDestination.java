package io.oriontrail.local.esm;

import java.io.IOException;

/**
 * Where batches end that are given up. An S3 bucket, which a lambda expression is, gets what
 * happened and the records themselves; a queue ({@link #queue}) gets only what happened and where
 * in the stream the records lie. May be called by several threads at once, and again for the same
 * batch when it threw.
 */
@FunctionalInterface
public interface FailureDestination {
  /**
   * Keeps an object for good.
   *
   * @param key as Lambda names such objects in a bucket; a queue has no use for it
   * @param json the invocation record, with the event as its payload where the records are wanted
   * @throws IOException if it could not be kept; the mapping tries again and holds the shard's lane
   *     until then
   */
  void put(String key, byte[] json) throws IOException;

  /** Whether it gets the records, as of AWS's destinations only S3 does. */
  default boolean wantsRecords() {
    return true;
  }

  /** A queue or a topic. */
  @FunctionalInterface
  interface Queue {
    /**
     * Keeps a message for good.
     *
     * @param json the invocation record without the records
     * @throws IOException if it could not be kept
     */
    void send(byte[] json) throws IOException;
  }

  /** A destination of the form that SQS and SNS get. */
  static FailureDestination queue(Queue queue) {
    return new FailureDestination() {
      @Override
      public void put(String key, byte[] json) throws IOException {
        queue.send(json);
      }

      @Override
      public boolean wantsRecords() {
        return false;
      }
    };
  }
}
