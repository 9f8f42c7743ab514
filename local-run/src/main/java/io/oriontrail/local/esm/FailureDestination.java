package io.oriontrail.local.esm;

import java.io.IOException;

/**
 * Where batches end that are given up: an S3 bucket, as the mapping sees it. Each object holds what
 * happened and the records themselves. May be called by several threads at once, and again for the
 * same object when it threw.
 */
@FunctionalInterface
public interface FailureDestination {
  /**
   * Keeps an object for good.
   *
   * @param key as Lambda names such objects
   * @param json the invocation record with the event as its payload
   * @throws IOException if it could not be kept; the mapping tries again and holds the shard's lane
   *     until then
   */
  void put(String key, byte[] json) throws IOException;
}
