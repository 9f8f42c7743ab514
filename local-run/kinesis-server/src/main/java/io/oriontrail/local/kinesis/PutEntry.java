package io.oriontrail.local.kinesis;

/** A record that is to be put, found fit. */
final class PutEntry {
  private static final int MAX_RECORD = 1 << 20;
  private static final int MAX_KEY = 256;

  private final String partitionKey;
  private final byte[] data;
  private final HashKey hash;

  private PutEntry(String partitionKey, byte[] data, HashKey hash) {
    this.partitionKey = partitionKey;
    this.data = data;
    this.hash = hash;
  }

  static PutEntry from(Params params) {
    String key = params.requiredText("PartitionKey", MAX_KEY);
    byte[] data = params.blob("Data", MAX_RECORD);
    String explicit = params.text("ExplicitHashKey");
    HashKey hash =
        explicit == null ? HashKey.ofPartitionKey(key) : ShardCalls.hashKey(params, explicit);
    PutEntry entry = new PutEntry(key, data, hash);
    if (entry.size() > MAX_RECORD) {
      throw KinesisException.invalidArgument(
          "Data and partition key have " + entry.size() + " bytes; the limit is " + MAX_RECORD);
    }
    return entry;
  }

  String partitionKey() {
    return partitionKey;
  }

  byte[] data() {
    return data;
  }

  /** By which the record finds its shard. */
  HashKey hash() {
    return hash;
  }

  /** What counts against the service's limits. */
  long size() {
    return data.length + (long) partitionKey.length();
  }
}
