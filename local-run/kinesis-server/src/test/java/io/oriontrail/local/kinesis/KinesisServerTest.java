package io.oriontrail.local.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oriontrail.local.kinesis.KinesisSettings.WhenFull;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardFilterType;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** What the contract cannot ask of every emulator: limits, bounded memory, time, resharding. */
final class KinesisServerTest {
  private static final String STREAM = "events";
  private static final String FIRST_SHARD = "shardId-000000000000";
  private static final int MIB = 1 << 20;

  private final List<AutoCloseable> opened = new ArrayList<>();
  private final MovableClock clock = new MovableClock();

  @AfterEach
  void closeAll() throws Exception {
    Collections.reverse(opened);
    for (AutoCloseable resource : opened) {
      resource.close();
    }
  }

  @Test
  void putRecords_501Entries_isRefusedAsAWhole() {
    KinesisServer server = start(KinesisSettings.defaults());
    KinesisClient client = client(server);

    assertThatThrownBy(() -> put(client, Collections.nCopies(501, entry("k", 1))))
        .isInstanceOfSatisfying(
            KinesisException.class,
            e -> {
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ValidationException");
              assertThat(e.statusCode()).isEqualTo(400);
            });
    assertThat(server.recordsIn(STREAM)).isEmpty();
  }

  @Test
  void putRecords_atTheLimits_isTaken() {
    KinesisServer server = start(KinesisSettings.defaults());
    KinesisClient client = client(server);

    PutRecordsResponse many = put(client, Collections.nCopies(500, entry("k", 1)));
    PutRecordsResponse large =
        put(client, Collections.nCopies(5, entry("x".repeat(256), MIB - 256)));

    assertThat(many.failedRecordCount()).isZero();
    assertThat(large.failedRecordCount()).isZero();
    assertThat(server.counts(STREAM).accepted()).isEqualTo(505);
    assertThat(server.counts(STREAM).acceptedBytes()).isEqualTo(500L + 5L * (MIB - 256));
  }

  @Test
  void putRecords_beyondALimit_storesNothing() {
    KinesisServer server = start(KinesisSettings.defaults());
    KinesisClient client = client(server);

    assertThatThrownBy(
            () ->
                put(
                    client,
                    Stream.concat(
                            Collections.nCopies(5, entry("k", MIB - 1)).stream(),
                            Stream.of(entry("k", 1)))
                        .toList()))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("exceeds 5 MB");
    assertThatThrownBy(() -> put(client, List.of(entry("k", 1), entry("k", MIB + 1))))
        .hasMessageContaining("'records.2.member.data'");
    assertThatThrownBy(() -> put(client, List.of(entry("key", MIB))))
        .isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> put(client, List.of(entry("k".repeat(257), 1))))
        .hasMessageContaining("partitionKey");
    assertThatThrownBy(() -> put(client, List.of(entry("", 1))))
        .hasMessageContaining("partitionKey");
    assertThatThrownBy(() -> put(client, List.of()))
        .hasMessageContaining("greater than or equal to 1");
    assertThat(server.recordsIn(STREAM)).isEmpty();
  }

  @Test
  void getRecords_moreThan10MiB_comesInParts() {
    KinesisServer server = start(KinesisSettings.defaults());
    KinesisClient client = client(server);
    for (int i = 0; i < 3; i++) {
      put(client, Collections.nCopies(5, entry("k", MIB - 1)));
    }

    String iterator = iterator(client, FIRST_SHARD, ShardIteratorType.TRIM_HORIZON);
    GetRecordsResponse first = client.getRecords(r -> r.shardIterator(iterator));
    GetRecordsResponse second = client.getRecords(r -> r.shardIterator(first.nextShardIterator()));

    assertThat(first.records()).hasSize(10);
    assertThat(first.millisBehindLatest()).isPositive();
    assertThat(second.records()).hasSize(5);
    assertThat(second.millisBehindLatest()).isZero();
  }

  @Test
  void getRecords_limitAbove10000_isRefused() {
    KinesisClient client = client(start(KinesisSettings.defaults()));
    String iterator = iterator(client, FIRST_SHARD, ShardIteratorType.TRIM_HORIZON);

    assertThatThrownBy(() -> client.getRecords(r -> r.shardIterator(iterator).limit(10_001)))
        .hasMessageContaining("less than or equal to 10000");
  }

  @Test
  void iterator_afterFiveMinutes_isExpired() {
    KinesisClient client = client(start(KinesisSettings.defaults().withClock(clock)));
    String iterator = iterator(client, FIRST_SHARD, ShardIteratorType.TRIM_HORIZON);

    clock.advance(Duration.ofMinutes(5));
    assertThatCode(() -> client.getRecords(r -> r.shardIterator(iterator)))
        .doesNotThrowAnyException();
    clock.advance(Duration.ofMillis(1));
    assertThatThrownBy(() -> client.getRecords(r -> r.shardIterator(iterator)))
        .isInstanceOf(ExpiredIteratorException.class);
  }

  @Test
  void iterator_ofADeletedStreamOfTheSameName_isNotFound() {
    KinesisServer server = start(KinesisSettings.defaults().withClock(clock));
    KinesisClient client = client(server);
    String iterator = iterator(client, FIRST_SHARD, ShardIteratorType.TRIM_HORIZON);

    client.deleteStream(r -> r.streamName(STREAM));
    clock.advance(Duration.ofSeconds(1));
    server.createStream(STREAM, 1);

    assertThatThrownBy(() -> client.getRecords(r -> r.shardIterator(iterator)))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void timestampIterator_betweenRecords_beginsAtTheLater() {
    KinesisClient client = client(start(KinesisSettings.defaults().withClock(clock)));
    putNumbered(client, 0, 3);
    clock.advance(Duration.ofMillis(10));
    putNumbered(client, 3, 3);

    String iterator =
        client
            .getShardIterator(
                r ->
                    r.streamName(STREAM)
                        .shardId(FIRST_SHARD)
                        .shardIteratorType(ShardIteratorType.AT_TIMESTAMP)
                        .timestamp(clock.instant().minusMillis(1)))
            .shardIterator();

    assertThat(texts(client.getRecords(r -> r.shardIterator(iterator))))
        .containsExactly("3", "4", "5");
  }

  @Test
  void millisBehindLatest_withUnreadRecords_isTheAgeOfTheNext() {
    KinesisClient client = client(start(KinesisSettings.defaults().withClock(clock)));
    putNumbered(client, 0, 2);
    clock.advance(Duration.ofSeconds(7));
    String iterator = iterator(client, FIRST_SHARD, ShardIteratorType.TRIM_HORIZON);

    assertThat(client.getRecords(r -> r.shardIterator(iterator).limit(1)).millisBehindLatest())
        .isEqualTo(7_001);
  }

  @Test
  void records_olderThanTheRetention_areTrimmedAndCounted() {
    KinesisServer server =
        start(KinesisSettings.defaults().withClock(clock).withRetention(Duration.ofHours(1)));
    KinesisClient client = client(server);
    putNumbered(client, 0, 3);
    clock.advance(Duration.ofMinutes(61));
    putNumbered(client, 3, 1);

    String iterator = iterator(client, FIRST_SHARD, ShardIteratorType.TRIM_HORIZON);

    assertThat(texts(client.getRecords(r -> r.shardIterator(iterator)))).containsExactly("3");
    assertThat(server.counts(STREAM)).isEqualTo(new StreamCounts(4, 4, 0, 1, 3, 3));
  }

  @Test
  void fullShard_trimming_keepsTheNewestAndCountsTheRest() {
    KinesisServer server =
        start(KinesisSettings.defaults().withBytesPerShard(100_000, WhenFull.TRIM));
    KinesisClient client = client(server);
    put(client, Collections.nCopies(5, entry("k", 10_000)));
    String iterator = iterator(client, FIRST_SHARD, ShardIteratorType.TRIM_HORIZON);
    client.getRecords(r -> r.shardIterator(iterator).limit(3));

    put(client, Collections.nCopies(10, entry("k", 10_000)));
    StreamCounts counts = server.counts(STREAM);

    assertThat(counts.retained()).isEqualTo(9);
    assertThat(counts.trimmed()).isEqualTo(6);
    assertThat(counts.trimmedUnread()).isEqualTo(3);
    assertThat(counts.accepted()).isEqualTo(counts.retained() + counts.trimmed());
    // An iterator that points to what is gone goes on with the oldest that is left.
    assertThat(client.getRecords(r -> r.shardIterator(iterator)).records())
        .hasSize(9)
        .first()
        .extracting(Record::sequenceNumber)
        .isEqualTo(server.recordsIn(STREAM).get(0).sequenceNumber());
  }

  @Test
  void fullShard_refusingWhileUnread_losesNothingAndGoesOnOnceRead() {
    KinesisServer server =
        start(KinesisSettings.defaults().withBytesPerShard(100_000, WhenFull.REFUSE_WHILE_UNREAD));
    KinesisClient client = client(server);

    PutRecordsResponse full = put(client, Collections.nCopies(15, entry("k", 10_000)));
    String iterator = iterator(client, FIRST_SHARD, ShardIteratorType.TRIM_HORIZON);
    List<Record> read = client.getRecords(r -> r.shardIterator(iterator)).records();
    PutRecordsResponse after = put(client, Collections.nCopies(6, entry("k", 10_000)));

    assertThat(full.failedRecordCount()).isEqualTo(6);
    assertThat(full.records().get(14).errorCode())
        .isEqualTo("ProvisionedThroughputExceededException");
    assertThat(read).hasSize(9);
    assertThat(after.failedRecordCount()).isZero();
    assertThat(server.counts(STREAM).trimmedUnread()).isZero();
    assertThat(server.counts(STREAM).refused()).isEqualTo(6);
  }

  @Test
  void fullShard_withTwoReaders_makesRoomOnceTheSlowerOneHasReadToo() {
    KinesisServer server =
        start(
            KinesisSettings.defaults()
                .withBytesPerShard(100_000, WhenFull.REFUSE_WHILE_UNREAD)
                .withReaders(2));
    KinesisClient client = client(server);
    put(client, Collections.nCopies(9, entry("k", 10_000)));
    String fast = iterator(client, FIRST_SHARD, ShardIteratorType.TRIM_HORIZON);
    String slow = iterator(client, FIRST_SHARD, ShardIteratorType.TRIM_HORIZON);

    String next = client.getRecords(r -> r.shardIterator(fast).limit(5)).nextShardIterator();
    client.getRecords(r -> r.shardIterator(next));
    PutRecordsResponse unread = put(client, Collections.nCopies(6, entry("k", 10_000)));
    client.getRecords(r -> r.shardIterator(slow).limit(4));
    PutRecordsResponse after = put(client, Collections.nCopies(6, entry("k", 10_000)));

    assertThat(unread.failedRecordCount()).isEqualTo(6);
    assertThat(after.failedRecordCount()).isEqualTo(2);
    assertThat(server.counts(STREAM).trimmedUnread()).isZero();
  }

  @Test
  void shardLimits_beyond1000RecordsASecond_throttleEntryByEntry() {
    KinesisServer server = start(KinesisSettings.defaults().withClock(clock).withShardLimits(true));
    KinesisClient client = client(server);

    put(client, Collections.nCopies(500, entry("k", 1)));
    put(client, Collections.nCopies(490, entry("k", 1)));
    PutRecordsResponse over = put(client, Collections.nCopies(20, entry("k", 1)));
    clock.advance(Duration.ofMillis(10));
    PutRecordsResponse after = put(client, Collections.nCopies(20, entry("k", 1)));

    assertThat(over.failedRecordCount()).isEqualTo(10);
    assertThat(over.records().subList(0, 10))
        .allSatisfy(r -> assertThat(r.sequenceNumber()).isNotNull());
    assertThat(over.records().subList(10, 20))
        .allSatisfy(
            r -> {
              assertThat(r.errorCode()).isEqualTo("ProvisionedThroughputExceededException");
              assertThat(r.errorMessage()).contains(FIRST_SHARD).contains(STREAM);
              assertThat(r.sequenceNumber()).isNull();
            });
    assertThat(after.failedRecordCount()).isEqualTo(10);
    assertThatThrownBy(
            () ->
                client.putRecord(
                    r -> r.streamName(STREAM).partitionKey("k").data(SdkBytes.fromUtf8String("x"))))
        .isInstanceOf(ProvisionedThroughputExceededException.class);
  }

  @Test
  void shardLimits_beyond1MiBASecond_throttle() {
    KinesisClient client =
        client(start(KinesisSettings.defaults().withClock(clock).withShardLimits(true)));

    PutRecordsResponse response = put(client, Collections.nCopies(5, entry("k", MIB / 4)));

    assertThat(response.failedRecordCount()).isEqualTo(2);
  }

  @Test
  void scaling_toEveryCount_coversTheRangeOnceAndLosesNoRecord() {
    KinesisServer server = start(KinesisSettings.defaults());
    KinesisClient client = client(server);
    for (int count : new int[] {2, 3, 5, 4, 7, 1, 6}) {
      server.reshard(STREAM, count);
      putNumbered(client, 0, 10);
      List<Shard> open =
          client
              .listShards(
                  r -> r.streamName(STREAM).shardFilter(f -> f.type(ShardFilterType.AT_LATEST)))
              .shards();
      assertThat(open).hasSize(count);
      for (int i = 0; i < count; i++) {
        String from = HashKey.startOf(i, count).toString();
        assertThat(open)
            .anySatisfy(s -> assertThat(s.hashKeyRange().startingHashKey()).isEqualTo(from));
      }
    }
    assertThat(server.counts(STREAM).retained()).isEqualTo(70);
  }

  @Test
  void putRecords_whileShardsChange_storesEachRecordOnce() throws Exception {
    KinesisServer server = start(KinesisSettings.defaults());
    KinesisClient client = client(server);
    Thread resharding =
        new Thread(
            () -> {
              for (int round = 0; round < 50; round++) {
                server.reshard(STREAM, 1 + round % 4);
              }
            });

    resharding.start();
    int sent = 0;
    while (resharding.isAlive() || sent == 0) {
      int from = sent;
      List<PutRecordsRequestEntry> entries =
          IntStream.range(from, from + 100).mapToObj(i -> entry("key-" + i, 10)).toList();
      assertThat(put(client, entries).failedRecordCount()).isZero();
      sent += 100;
    }
    resharding.join();

    assertThat(server.recordsIn(STREAM)).hasSize(sent);
    assertThat(server.recordsIn(STREAM).stream().map(StoredRecord::partitionKey).distinct())
        .hasSize(sent);
  }

  @Test
  void anyBody_anyOperation_isAnsweredWithoutAServerError() throws Exception {
    KinesisServer server = start(KinesisSettings.defaults());
    JsonCalls json = new JsonCalls(server.endpoint());
    List<String> operations =
        List.of(
            "CreateStream",
            "DeleteStream",
            "DescribeStream",
            "DescribeStreamSummary",
            "ListStreams",
            "ListShards",
            "PutRecord",
            "PutRecords",
            "GetShardIterator",
            "GetRecords",
            "SplitShard",
            "MergeShards",
            "UpdateShardCount");
    List<String> fields =
        List.of(
            "StreamName",
            "StreamARN",
            "ShardCount",
            "Limit",
            "Records",
            "Data",
            "PartitionKey",
            "ExplicitHashKey",
            "ShardId",
            "ShardIteratorType",
            "StartingSequenceNumber",
            "Timestamp",
            "ShardIterator",
            "ShardToSplit",
            "NewStartingHashKey",
            "ShardToMerge",
            "AdjacentShardToMerge",
            "TargetShardCount",
            "ScalingType",
            "NextToken",
            "ShardFilter",
            "ExclusiveStartShardId",
            "StreamModeDetails",
            "MaxResults");
    List<String> values =
        List.of(
            "null",
            "0",
            "-1",
            "3",
            "99999999999",
            "1e400",
            "1e9",
            "true",
            "\"\"",
            "\"events\"",
            "\"x\"",
            "\"LATEST\"",
            "\"AT_TIMESTAMP\"",
            "\"AT_SEQUENCE_NUMBER\"",
            "\"shardId-000000000000\"",
            "\"shardId-9999999999\"",
            "[]",
            "[1]",
            "[{}]",
            "[{\"PartitionKey\":\"k\",\"Data\":\"%%\"}]",
            "{}",
            "{\"Type\":\"AT_TIMESTAMP\"}",
            "\"340282366920938463463374607431768211456\"",
            "\"UNIFORM_SCALING\"");
    Random random = new Random(5);
    for (int i = 0; i < 2_000; i++) {
      StringBuilder body = new StringBuilder("{\"StreamName\":\"events\"");
      for (int field = random.nextInt(4); field >= 0; field--) {
        body.append(",\"").append(any(fields, random)).append("\":").append(any(values, random));
      }
      body.append('}');
      String operation = any(operations, random);
      int status = json.post("Kinesis_20131202." + operation, body.toString()).statusCode();
      assertThat(status).as(operation + " " + body).isIn(200, 400);
    }
  }

  @Test
  void garbage_asRequest_isAClientError() throws Exception {
    KinesisServer server = start(KinesisSettings.defaults());
    JsonCalls json = new JsonCalls(server.endpoint());

    assertThat(json.post("Kinesis_20131202.ListStreams", "{not json").body())
        .contains("SerializationException");
    assertThat(json.post("Kinesis_20131202.ListStreams", "").body())
        .contains("SerializationException");
    assertThat(json.post("Kinesis_20131202.SubscribeToShard", "{}").body())
        .contains("UnknownOperationException");
    assertThat(json.post("Other_1.ListStreams", "{}").body()).contains("UnknownOperationException");
  }

  @Test
  void keptConnection_manyCalls_hasNoDelayedAcknowledgements() {
    KinesisClient client = client(start(KinesisSettings.defaults()));
    client.listStreams();

    long least = Long.MAX_VALUE;
    for (int i = 0; i < 50; i++) {
      long before = System.nanoTime();
      client.listStreams();
      least = Math.min(least, System.nanoTime() - before);
    }

    // A stall is 40 ms, and would hit every call; other load on this machine does not.
    assertThat(Duration.ofNanos(least)).isLessThan(Duration.ofMillis(30));
  }

  @Test
  void takenPort_started_saysWhichPort() {
    KinesisServer first = start(KinesisSettings.defaults());
    int port = first.endpoint().getPort();

    assertThatThrownBy(() -> KinesisServer.start(KinesisSettings.defaults().withPort(port)))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("127.0.0.1:" + port);
  }

  @Test
  void closedServer_itsPort_canBeTakenAgain() {
    KinesisServer first = start(KinesisSettings.defaults());
    client(first).listStreams();
    int port = first.endpoint().getPort();
    first.close();

    KinesisServer second = start(KinesisSettings.defaults().withPort(port));

    assertThat(client(second).listStreams().streamNames()).containsExactly(STREAM);
  }

  @Test
  void threads_ofARunningServer_areAllDaemons() {
    KinesisServer server = start(KinesisSettings.defaults());
    client(server).listStreams();

    List<Thread> ours =
        Thread.getAllStackTraces().keySet().stream()
            .filter(
                t -> t.getName().startsWith("kinesis-server") || t.getName().startsWith("HTTP-D"))
            .toList();

    assertThat(ours).isNotEmpty().allSatisfy(t -> assertThat(t.isDaemon()).isTrue());
  }

  @Test
  void settings_outOfRange_nameTheValue() {
    assertThatThrownBy(() -> KinesisSettings.defaults().withPort(70_000))
        .hasMessageContaining("port")
        .hasMessageContaining("70000");
    assertThatThrownBy(() -> KinesisSettings.defaults().withBytesPerShard(0, WhenFull.TRIM))
        .hasMessageContaining("bytesPerShard");
    assertThatThrownBy(() -> KinesisSettings.defaults().withRetention(Duration.ZERO))
        .hasMessageContaining("retention");
  }

  @Test
  void requests_ofEachOperation_areCounted() {
    KinesisServer server = start(KinesisSettings.defaults());
    KinesisClient client = client(server);

    putNumbered(client, 0, 1);
    putNumbered(client, 1, 1);

    assertThat(server.requests("PutRecords")).isEqualTo(2);
    assertThat(server.requests("GetRecords")).isZero();
    assertThatThrownBy(() -> server.requests("PutRecord5"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private KinesisServer start(KinesisSettings settings) {
    KinesisServer server = KinesisServer.start(settings);
    opened.add(server);
    server.createStream(STREAM, 1);
    return server;
  }

  private KinesisClient client(KinesisServer server) {
    KinesisClient client = TestClients.of(server.endpoint());
    opened.add(client);
    return client;
  }

  private static String any(List<String> list, Random random) {
    return list.get(random.nextInt(list.size()));
  }

  private static PutRecordsRequestEntry entry(String key, int size) {
    return PutRecordsRequestEntry.builder()
        .partitionKey(key)
        .data(SdkBytes.fromByteArray(new byte[size]))
        .build();
  }

  private static PutRecordsResponse put(
      KinesisClient client, List<PutRecordsRequestEntry> entries) {
    return client.putRecords(r -> r.streamName(STREAM).records(entries));
  }

  private static List<String> putNumbered(KinesisClient client, int from, int count) {
    List<PutRecordsRequestEntry> entries =
        IntStream.range(from, from + count)
            .mapToObj(
                i ->
                    PutRecordsRequestEntry.builder()
                        .partitionKey("key-" + i)
                        .data(SdkBytes.fromUtf8String(Integer.toString(i)))
                        .build())
            .toList();
    return put(client, entries).records().stream()
        .map(PutRecordsResultEntry::sequenceNumber)
        .toList();
  }

  private static String iterator(KinesisClient client, String shard, ShardIteratorType type) {
    return client
        .getShardIterator(r -> r.streamName(STREAM).shardId(shard).shardIteratorType(type))
        .shardIterator();
  }

  private static List<String> texts(GetRecordsResponse response) {
    return response.records().stream().map(r -> r.data().asUtf8String()).toList();
  }
}
