package io.oriontrail.local.esm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** Reads a stream by the AWS SDK, with shared throughput. */
final class KinesisShardReader implements ShardReader {
  private final KinesisClient client;
  private final String stream;

  KinesisShardReader(KinesisClient client, String stream) {
    this.client = client;
    this.stream = stream;
  }

  String streamArn() {
    return client
        .describeStreamSummary(r -> r.streamName(stream))
        .streamDescriptionSummary()
        .streamARN();
  }

  @Override
  public List<SourceShard> shards() {
    List<SourceShard> all = new ArrayList<>();
    ListShardsResponse page = client.listShards(r -> r.streamName(stream));
    while (true) {
      page.shards().forEach(shard -> all.add(sourceShard(shard)));
      String token = page.nextToken();
      if (token == null) {
        return all;
      }
      page = client.listShards(r -> r.nextToken(token));
    }
  }

  @Override
  public ReadResult read(String shardId, Position from, int limit) throws ExpiredPositionException {
    try {
      String iterator =
          from instanceof Position.Token token ? token.iterator() : open(shardId, from);
      GetRecordsResponse response = client.getRecords(r -> r.shardIterator(iterator).limit(limit));
      List<StreamRecord> records =
          response.records().stream().map(found -> streamRecord(shardId, found)).toList();
      @Nullable String next = response.nextShardIterator();
      return new ReadResult(
          records,
          next == null ? null : new Position.Token(next),
          Duration.ofMillis(response.millisBehindLatest()));
    } catch (ExpiredIteratorException e) {
      throw new ExpiredPositionException(shardId);
    }
  }

  private String open(String shardId, Position from) {
    GetShardIteratorRequest.Builder request =
        GetShardIteratorRequest.builder().streamName(stream).shardId(shardId);
    switch (from) {
      case Position.TrimHorizon t -> request.shardIteratorType(ShardIteratorType.TRIM_HORIZON);
      case Position.Latest l -> request.shardIteratorType(ShardIteratorType.LATEST);
      case Position.At at ->
          request.shardIteratorType(ShardIteratorType.AT_TIMESTAMP).timestamp(at.time());
      case Position.After after ->
          request
              .shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
              .startingSequenceNumber(after.sequenceNumber());
      case Position.Token token -> throw new IllegalArgumentException("a token is open already");
    }
    return client.getShardIterator(request.build()).shardIterator();
  }

  private static SourceShard sourceShard(Shard shard) {
    List<String> parents =
        Stream.of(shard.parentShardId(), shard.adjacentParentShardId())
            .filter(parent -> parent != null)
            .toList();
    return new SourceShard(
        shard.shardId(), parents, shard.sequenceNumberRange().endingSequenceNumber() != null);
  }

  private static StreamRecord streamRecord(String shardId, Record found) {
    return new StreamRecord(
        shardId,
        found.sequenceNumber(),
        found.partitionKey(),
        found.data().asByteArrayUnsafe(),
        found.approximateArrivalTimestamp());
  }
}
