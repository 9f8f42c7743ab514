package io.oriontrail.local.kinesis;

/**
 * What happened to the records of a stream so far: {@code accepted = retained + trimmed}.
 *
 * @param accepted records stored
 * @param acceptedBytes their data, without keys
 * @param refused entries of puts that were answered with an error code
 * @param retained records that can be read now
 * @param trimmed records that were dropped, by age or for room
 * @param trimmedUnread those of the trimmed that no GetRecords had returned before
 */
public record StreamCounts(
    long accepted,
    long acceptedBytes,
    long refused,
    long retained,
    long trimmed,
    long trimmedUnread) {
  static final StreamCounts ZERO = new StreamCounts(0, 0, 0, 0, 0, 0);

  StreamCounts plus(StreamCounts other) {
    return new StreamCounts(
        accepted + other.accepted,
        acceptedBytes + other.acceptedBytes,
        refused + other.refused,
        retained + other.retained,
        trimmed + other.trimmed,
        trimmedUnread + other.trimmedUnread);
  }
}
