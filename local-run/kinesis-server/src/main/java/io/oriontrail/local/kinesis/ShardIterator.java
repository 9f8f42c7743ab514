package io.oriontrail.local.kinesis;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/**
 * A place in a shard, as the opaque token that readers hold.
 *
 * @param stream name of the stream
 * @param streamCreated tells a stream from an earlier one of the same name
 * @param shardId the shard
 * @param chain the same in all iterators that follow from one GetShardIterator
 * @param position the next record to read
 * @param issued when the token was given out; it works for five minutes
 */
record ShardIterator(
    String stream,
    Instant streamCreated,
    String shardId,
    long chain,
    long position,
    Instant issued) {
  private static final Duration VALID = Duration.ofMinutes(5);
  private static final String PREFIX = "orion-iterator-1";
  private static final int PARTS = 7;

  static ShardIterator parse(String token) {
    try {
      String text = new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
      List<String> parts = List.of(text.split("/", -1));
      if (parts.size() == PARTS && parts.get(0).equals(PREFIX)) {
        return new ShardIterator(
            parts.get(1),
            Instant.ofEpochMilli(Long.parseLong(parts.get(2))),
            parts.get(3),
            Long.parseLong(parts.get(4)),
            Long.parseLong(parts.get(5)),
            Instant.ofEpochMilli(Long.parseLong(parts.get(6))));
      }
    } catch (IllegalArgumentException | DateTimeException e) {
      // Falls through: whatever is wrong with it, the service says the same.
    }
    throw KinesisException.invalidArgument("Invalid ShardIterator.");
  }

  void requireFresh(Instant now) {
    if (Duration.between(issued, now).compareTo(VALID) > 0) {
      throw KinesisException.of(
          "ExpiredIteratorException",
          "Iterator expired. The iterator was created at time "
              + issued
              + " while right now it is "
              + now
              + " which is further in the future than the tolerated delay of "
              + VALID.toMillis()
              + " milliseconds.");
    }
  }

  String token() {
    String text =
        String.join(
            "/",
            PREFIX,
            stream,
            Long.toString(streamCreated.toEpochMilli()),
            shardId,
            Long.toString(chain),
            Long.toString(position),
            Long.toString(issued.toEpochMilli()));
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
