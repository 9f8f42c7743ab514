package io.oriontrail.local.kinesis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.math.BigInteger;
import java.net.URI;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ScalingType;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardFilterType;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/** What every Kinesis endpoint has to do, ours and the public emulator's, seen by the AWS SDK. */
abstract class KinesisContract {
  private static final BigInteger KEYS = BigInteger.ONE.shiftLeft(128);

  private String stream = "";

  abstract URI endpoint();

  abstract KinesisClient client();

  @BeforeEach
  void nameStream() {
    stream = "contract-" + UUID.randomUUID();
  }

  @Test
  void createdStream_described_hasEqualOpenShards() {
    create(4);

    StreamDescriptionSummary summary =
        client().describeStreamSummary(r -> r.streamName(stream)).streamDescriptionSummary();
    List<Shard> shards = shards();

    assertThat(summary.openShardCount()).isEqualTo(4);
    assertThat(summary.streamName()).isEqualTo(stream);
    assertThat(summary.streamARN()).endsWith(":stream/" + stream).startsWith("arn:aws:kinesis:");
    assertThat(summary.retentionPeriodHours()).isEqualTo(24);
    assertThat(summary.streamCreationTimestamp())
        .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
    assertThat(client().describeStream(r -> r.streamName(stream)).streamDescription().shards())
        .isEqualTo(shards);
    assertThat(shards)
        .extracting(Shard::shardId)
        .containsExactly(
            "shardId-000000000000",
            "shardId-000000000001",
            "shardId-000000000002",
            "shardId-000000000003");
    assertThat(shards.get(0).hashKeyRange().startingHashKey()).isEqualTo("0");
    // The emulator divides 2^128 - 1 and so is one off: equal but for that.
    assertThat(new BigInteger(shards.get(1).hashKeyRange().startingHashKey()))
        .isBetween(
            KEYS.divide(BigInteger.valueOf(4)).subtract(BigInteger.ONE),
            KEYS.divide(BigInteger.valueOf(4)));
    assertThat(shards.get(3).hashKeyRange().endingHashKey())
        .isEqualTo(KEYS.subtract(BigInteger.ONE).toString());
  }

  @Test
  void record_putAndRead_comesBackAsItWas() {
    create(1);
    byte[] data = new byte[100_000];
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) (i * 31);
    }
    Instant before = Instant.now().minusSeconds(5);

    String sequence =
        client()
            .putRecord(r -> r.streamName(stream).partitionKey("schlüssel").data(bytes(data)))
            .sequenceNumber();
    Record read = readAll(shards().get(0)).get(0);

    assertThat(read.data().asByteArray()).isEqualTo(data);
    assertThat(read.partitionKey()).isEqualTo("schlüssel");
    assertThat(read.sequenceNumber()).isEqualTo(sequence).matches("[0-9]{56}");
    assertThat(read.approximateArrivalTimestamp()).isBetween(before, Instant.now().plusSeconds(5));
  }

  @Test
  void putRecords_manyKeys_eachGoesToTheShardOfItsMd5() throws Exception {
    create(3);
    List<PutRecordsRequestEntry> entries =
        IntStream.range(0, 100).mapToObj(i -> entry("key-" + i, "data-" + i)).toList();

    PutRecordsResponse response = client().putRecords(r -> r.streamName(stream).records(entries));

    assertThat(response.failedRecordCount()).isZero();
    assertThat(response.records()).hasSize(100);
    List<Shard> shards = shards();
    for (int i = 0; i < 100; i++) {
      assertThat(response.records().get(i).shardId()).isEqualTo(shardOf("key-" + i, shards));
    }
    assertThat(response.records().stream().map(PutRecordsResultEntry::shardId).distinct())
        .hasSize(3);
  }

  @Test
  void explicitHashKey_given_overridesThePartitionKey() {
    create(2);
    Shard second = shards().get(1);

    String shardId =
        client()
            .putRecord(
                r ->
                    r.streamName(stream)
                        .partitionKey("any")
                        .explicitHashKey(second.hashKeyRange().startingHashKey())
                        .data(bytes("x")))
            .shardId();

    assertThat(shardId).isEqualTo(second.shardId());
  }

  @Test
  void sequenceNumbers_ofOneShard_growStrictlyInReadingOrder() {
    create(1);
    for (int i = 0; i < 5; i++) {
      putNumbered(20);
    }

    List<BigInteger> numbers =
        readAll(shards().get(0)).stream().map(r -> new BigInteger(r.sequenceNumber())).toList();

    assertThat(numbers).hasSize(100).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void iterators_ofEachType_beginWhereTheyShould() {
    create(1);
    List<String> sequences = putNumbered(5);
    Instant afterAll = Instant.now().plusSeconds(60);

    assertThat(read(ShardIteratorType.TRIM_HORIZON, null, null))
        .containsExactly("0", "1", "2", "3", "4");
    assertThat(read(ShardIteratorType.AT_SEQUENCE_NUMBER, sequences.get(2), null))
        .containsExactly("2", "3", "4");
    assertThat(read(ShardIteratorType.AFTER_SEQUENCE_NUMBER, sequences.get(2), null))
        .containsExactly("3", "4");
    assertThat(read(ShardIteratorType.AT_TIMESTAMP, null, afterAll.minusSeconds(3600)))
        .containsExactly("0", "1", "2", "3", "4");
    assertThat(read(ShardIteratorType.LATEST, null, null)).isEmpty();
  }

  @Test
  void latestIterator_recordPutAfterwards_isRead() {
    create(1);
    putNumbered(3);
    String iterator = iterator(shards().get(0), ShardIteratorType.LATEST);

    client().putRecord(r -> r.streamName(stream).partitionKey("k").data(bytes("new")));

    assertThat(client().getRecords(r -> r.shardIterator(iterator)).records())
        .extracting(r -> r.data().asUtf8String())
        .containsExactly("new");
  }

  @Test
  void getRecords_withLimit_goesOnWhereItStopped() {
    create(1);
    putNumbered(7);
    List<String> read = new ArrayList<>();

    String iterator = iterator(shards().get(0), ShardIteratorType.TRIM_HORIZON);
    for (int page = 0; page < 3; page++) {
      String at = iterator;
      GetRecordsResponse response = client().getRecords(r -> r.shardIterator(at).limit(3));
      assertThat(response.records()).hasSizeLessThanOrEqualTo(3);
      response.records().forEach(r -> read.add(r.data().asUtf8String()));
      iterator = response.nextShardIterator();
    }

    assertThat(read).containsExactly("0", "1", "2", "3", "4", "5", "6");
  }

  @Test
  void getRecords_atTheTip_isNotBehind() {
    create(1);
    putNumbered(1);
    String iterator = iterator(shards().get(0), ShardIteratorType.TRIM_HORIZON);

    GetRecordsResponse response = client().getRecords(r -> r.shardIterator(iterator));

    assertThat(response.millisBehindLatest()).isZero();
    assertThat(response.nextShardIterator()).isNotBlank();
  }

  @Test
  void splitShard_parentReadToTheEnd_namesItsChildren() {
    create(1);
    putNumbered(2);
    Shard parent = shards().get(0);
    BigInteger middle = KEYS.shiftRight(1);

    client()
        .splitShard(
            r ->
                r.streamName(stream)
                    .shardToSplit(parent.shardId())
                    .newStartingHashKey(middle.toString()));
    awaitActive();
    List<Shard> shards = shards();
    GetRecordsResponse end = readToEnd(shards.get(0));

    assertThat(shards).hasSize(3);
    assertThat(shards.get(0).sequenceNumberRange().endingSequenceNumber()).isNotBlank();
    assertThat(shards.subList(1, 3))
        .allSatisfy(s -> assertThat(s.parentShardId()).isEqualTo(parent.shardId()))
        .allSatisfy(s -> assertThat(s.sequenceNumberRange().endingSequenceNumber()).isNull());
    assertThat(shards.get(1).hashKeyRange().endingHashKey())
        .isEqualTo(middle.subtract(BigInteger.ONE).toString());
    assertThat(shards.get(2).hashKeyRange().startingHashKey()).isEqualTo(middle.toString());
    assertThat(end.nextShardIterator()).isNull();
    assertThat(end.childShards())
        .hasSize(2)
        .allSatisfy(child -> assertThat(child.parentShards()).containsExactly(parent.shardId()));
  }

  @Test
  void mergeShards_adjacentPair_makesOneChildOfBoth() {
    create(2);
    Shard left = shards().get(0);
    Shard right = shards().get(1);

    client()
        .mergeShards(
            r ->
                r.streamName(stream)
                    .shardToMerge(left.shardId())
                    .adjacentShardToMerge(right.shardId()));
    awaitActive();
    Shard child = shards().get(2);

    assertThat(child.parentShardId()).isEqualTo(left.shardId());
    assertThat(child.adjacentParentShardId()).isEqualTo(right.shardId());
    assertThat(child.hashKeyRange().startingHashKey()).isEqualTo("0");
    assertThat(child.hashKeyRange().endingHashKey())
        .isEqualTo(KEYS.subtract(BigInteger.ONE).toString());
  }

  @Test
  void updateShardCount_doubled_leavesSoManyOpenShardsThatCoverAll() {
    create(2);

    client()
        .updateShardCount(
            r -> r.streamName(stream).targetShardCount(4).scalingType(ScalingType.UNIFORM_SCALING));
    awaitActive();
    List<Shard> open =
        client()
            .listShards(
                r -> r.streamName(stream).shardFilter(f -> f.type(ShardFilterType.AT_LATEST)))
            .shards();

    assertThat(open).hasSize(4);
    BigInteger covered =
        open.stream()
            .map(
                s ->
                    new BigInteger(s.hashKeyRange().endingHashKey())
                        .subtract(new BigInteger(s.hashKeyRange().startingHashKey()))
                        .add(BigInteger.ONE))
            .reduce(BigInteger.ZERO, BigInteger::add);
    assertThat(covered).isEqualTo(KEYS);
    assertThat(open).allSatisfy(s -> assertThat(s.parentShardId()).isNotNull());
  }

  @Test
  void listShards_inPages_showsEachOnce() {
    create(5);
    List<String> seen = new ArrayList<>();

    var first = client().listShards(r -> r.streamName(stream).maxResults(2));
    first.shards().forEach(s -> seen.add(s.shardId()));
    String token = first.nextToken();
    while (token != null) {
      String next = token;
      var page = client().listShards(r -> r.nextToken(next).maxResults(2));
      page.shards().forEach(s -> seen.add(s.shardId()));
      token = page.nextToken();
    }

    assertThat(seen).isEqualTo(shards().stream().map(Shard::shardId).toList()).hasSize(5);
  }

  @Test
  void listStreams_createdAndDeleted_followsAlong() {
    create(1);
    assertThat(client().listStreams(r -> r.limit(1_000)).streamNames()).contains(stream);

    client().deleteStream(r -> r.streamName(stream));

    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(client().listStreams(r -> r.limit(1_000)).streamNames())
                    .doesNotContain(stream));
  }

  @Test
  void unknownStream_anyCall_isNotFound() {
    assertThatThrownBy(() -> client().describeStreamSummary(r -> r.streamName(stream)))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining(stream);
    assertThatThrownBy(
            () -> client().putRecords(r -> r.streamName(stream).records(entry("k", "v"))))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void existingStream_createdAgain_isInUse() {
    create(1);

    assertThatThrownBy(() -> client().createStream(r -> r.streamName(stream).shardCount(1)))
        .isInstanceOf(ResourceInUseException.class)
        .hasMessageContaining(stream);
  }

  @Test
  void unknownShard_iteratorAsked_isNotFound() {
    create(1);

    assertThatThrownBy(
            () ->
                client()
                    .getShardIterator(
                        r ->
                            r.streamName(stream)
                                .shardId("shardId-000000000099")
                                .shardIteratorType(ShardIteratorType.LATEST)))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void badIterator_read_isRefused() {
    assertThatThrownBy(() -> client().getRecords(r -> r.shardIterator("AAAAnonsense")))
        .isInstanceOf(KinesisException.class)
        .isNotInstanceOf(ExpiredIteratorException.class);
  }

  @Test
  void sequenceNumberIterator_withoutNumber_isRefused() {
    create(1);

    assertThatThrownBy(() -> iterator(shards().get(0), ShardIteratorType.AFTER_SEQUENCE_NUMBER))
        .isInstanceOf(InvalidArgumentException.class);
  }

  @Test
  void jsonProtocol_putThenRead_speaksBase64AndEpochSeconds() throws Exception {
    create(1);
    JsonCalls json = new JsonCalls(endpoint());

    var put =
        json.call(
            "PutRecords",
            "{\"StreamName\":\""
                + stream
                + "\",\"Records\":[{\"PartitionKey\":\"k\",\"Data\":\"aGVsbG8=\"}]}");
    var iterator =
        json.call(
            "GetShardIterator",
            "{\"StreamName\":\""
                + stream
                + "\",\"ShardId\":\"shardId-000000000000\",\"ShardIteratorType\":\"TRIM_HORIZON\"}");
    var read =
        json.call(
            "GetRecords",
            "{\"ShardIterator\":\"" + iterator.path("ShardIterator").asText() + "\"}");

    assertThat(put.path("FailedRecordCount").asInt(-1)).isZero();
    var found = read.path("Records").path(0);
    assertThat(found.path("Data").asText()).isEqualTo("aGVsbG8=");
    assertThat(found.path("SequenceNumber").asText())
        .isEqualTo(put.path("Records").path(0).path("SequenceNumber").asText());
    assertThat(found.path("ApproximateArrivalTimestamp").asDouble())
        .isBetween(Instant.now().getEpochSecond() - 60.0, Instant.now().getEpochSecond() + 60.0);
  }

  @Test
  void jsonProtocol_error_hasTypeAndMessage() throws Exception {
    var answer =
        new JsonCalls(endpoint()).call("DescribeStream", "{\"StreamName\":\"" + stream + "\"}");

    assertThat(answer.path("__type").asText()).isEqualTo("ResourceNotFoundException");
    assertThat(answer.path("message").asText()).contains(stream);
  }

  final String stream() {
    return stream;
  }

  final void create(int shards) {
    client().createStream(r -> r.streamName(stream).shardCount(shards));
    awaitActive();
  }

  final List<Shard> shards() {
    return client().listShards(r -> r.streamName(stream)).shards();
  }

  final List<String> putNumbered(int count) {
    List<PutRecordsRequestEntry> entries =
        IntStream.range(0, count).mapToObj(i -> entry("k", Integer.toString(i))).toList();
    return client().putRecords(r -> r.streamName(stream).records(entries)).records().stream()
        .map(PutRecordsResultEntry::sequenceNumber)
        .toList();
  }

  final List<Record> readAll(Shard shard) {
    return client()
        .getRecords(r -> r.shardIterator(iterator(shard, ShardIteratorType.TRIM_HORIZON)))
        .records();
  }

  final String iterator(Shard shard, ShardIteratorType type) {
    return iterator(shard, type, null, null);
  }

  static PutRecordsRequestEntry entry(String key, String data) {
    return PutRecordsRequestEntry.builder().partitionKey(key).data(bytes(data)).build();
  }

  static SdkBytes bytes(String text) {
    return SdkBytes.fromUtf8String(text);
  }

  static SdkBytes bytes(byte[] data) {
    return SdkBytes.fromByteArray(data);
  }

  private List<String> read(
      ShardIteratorType type, @Nullable String sequence, @Nullable Instant time) {
    String iterator = iterator(shards().get(0), type, sequence, time);
    return client().getRecords(r -> r.shardIterator(iterator)).records().stream()
        .map(r -> r.data().asUtf8String())
        .toList();
  }

  private String iterator(
      Shard shard, ShardIteratorType type, @Nullable String sequence, @Nullable Instant time) {
    GetShardIteratorRequest.Builder request =
        GetShardIteratorRequest.builder()
            .streamName(stream)
            .shardId(shard.shardId())
            .shardIteratorType(type);
    if (sequence != null) {
      request.startingSequenceNumber(sequence);
    }
    if (time != null) {
      request.timestamp(time);
    }
    return client().getShardIterator(request.build()).shardIterator();
  }

  private GetRecordsResponse readToEnd(Shard shard) {
    String iterator = iterator(shard, ShardIteratorType.TRIM_HORIZON);
    for (int i = 0; i < 10; i++) {
      String at = iterator;
      GetRecordsResponse response = client().getRecords(r -> r.shardIterator(at));
      if (response.nextShardIterator() == null) {
        return response;
      }
      iterator = response.nextShardIterator();
    }
    throw new AssertionError("the closed shard never ended");
  }

  private static String shardOf(String key, List<Shard> shards) throws Exception {
    BigInteger md5 =
        new BigInteger(1, MessageDigest.getInstance("MD5").digest(key.getBytes(UTF_8)));
    return shards.stream()
        .filter(
            s ->
                md5.compareTo(new BigInteger(s.hashKeyRange().startingHashKey())) >= 0
                    && md5.compareTo(new BigInteger(s.hashKeyRange().endingHashKey())) <= 0)
        .findFirst()
        .orElseThrow()
        .shardId();
  }

  /** The public emulator is a process that changes state in its own time. */
  private void awaitActive() {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .until(
            () ->
                client()
                        .describeStreamSummary(r -> r.streamName(stream))
                        .streamDescriptionSummary()
                        .streamStatus()
                    == StreamStatus.ACTIVE);
  }
}
