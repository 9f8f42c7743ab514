package io.oriontrail.local.kinesis;

import org.jspecify.annotations.Nullable;

/** What became of one record of a put: where it went, or why it was refused. */
record PutResult(
    @Nullable String shardId,
    @Nullable String sequenceNumber,
    @Nullable String errorCode,
    @Nullable String errorMessage) {
  static final String THROTTLED = "ProvisionedThroughputExceededException";

  static PutResult stored(StoredRecord stored) {
    return new PutResult(stored.shardId(), stored.sequenceNumber(), null, null);
  }

  static PutResult refused(String code, String message) {
    return new PutResult(null, null, code, message);
  }

  boolean isRefused() {
    return errorCode != null;
  }
}
