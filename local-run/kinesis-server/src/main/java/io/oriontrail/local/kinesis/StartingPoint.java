package io.oriontrail.local.kinesis;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where a new iterator begins: the five types, and what each needs. */
final class StartingPoint {
  private StartingPoint() {}

  /** The position within the shard that the request asks for. */
  static long of(Params params, DataStream stream, Shard shard) {
    String type = params.requiredText("ShardIteratorType");
    String sequence = params.text("StartingSequenceNumber");
    return switch (type) {
      case "TRIM_HORIZON" -> {
        refuse(type, sequence);
        yield shard.trimHorizon();
      }
      case "LATEST" -> {
        refuse(type, sequence);
        yield shard.latest();
      }
      case "AT_SEQUENCE_NUMBER" -> positionOf(require(type, sequence), stream, shard);
      case "AFTER_SEQUENCE_NUMBER" -> after(positionOf(require(type, sequence), stream, shard));
      case "AT_TIMESTAMP" -> {
        Instant time = params.time("Timestamp");
        if (time == null) {
          throw KinesisException.invalidArgument(
              "Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP.");
        }
        yield shard.positionAt(time);
      }
      default ->
          throw params.invalid(
              "ShardIteratorType",
              type,
              "Member must satisfy enum value set: [AFTER_SEQUENCE_NUMBER, LATEST, AT_TIMESTAMP,"
                  + " AT_SEQUENCE_NUMBER, TRIM_HORIZON]");
    };
  }

  private static long after(long position) {
    return position == Long.MAX_VALUE ? position : position + 1;
  }

  private static long positionOf(String sequence, DataStream stream, Shard shard) {
    SequenceNumber number;
    try {
      number = SequenceNumber.parse(sequence);
    } catch (IllegalArgumentException e) {
      throw invalid(sequence, stream, shard, ".");
    }
    if (number.shardIndex() != shard.index()) {
      throw KinesisException.invalidArgument(
          "Invalid StartingSequenceNumber. It encodes "
              + Shard.idOf(number.shardIndex())
              + ", while it was used in a call to a shard with "
              + shard.id());
    }
    if (!shard.gave(number)) {
      throw invalid(sequence, stream, shard, " because it did not come from this stream.");
    }
    return number.position();
  }

  private static KinesisException invalid(
      String sequence, DataStream stream, Shard shard, String why) {
    return KinesisException.invalidArgument(
        "StartingSequenceNumber "
            + sequence
            + " used in GetShardIterator on shard "
            + shard.id()
            + " in stream "
            + stream.name()
            + " is invalid"
            + why);
  }

  private static void refuse(String type, @Nullable String sequence) {
    if (sequence != null) {
      throw mismatch(type, "also a StartingSequenceNumber.");
    }
  }

  private static String require(String type, @Nullable String sequence) {
    if (sequence == null) {
      throw mismatch(type, "no StartingSequenceNumber.");
    }
    return sequence;
  }

  private static KinesisException mismatch(String type, String what) {
    return KinesisException.invalidArgument(
        "Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and"
            + " StartingSequenceNumber or (2) TRIM_HORIZON or LATEST and no StartingSequenceNumber."
            + " Request specified "
            + type
            + " and "
            + what);
  }
}
