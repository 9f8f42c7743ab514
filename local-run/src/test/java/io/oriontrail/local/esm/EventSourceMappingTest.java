package io.oriontrail.local.esm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oriontrail.local.kinesis.Call;
import io.oriontrail.local.kinesis.Fault;
import io.oriontrail.local.kinesis.KinesisServer;
import io.oriontrail.local.kinesis.ServerClient;
import io.oriontrail.local.lambda.FunctionSettings;
import io.oriontrail.local.lambda.InProcessFunction;
import io.oriontrail.local.lambda.LambdaFunction;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

/** The mapping on real time, threads, the wire protocol and a handler; its rules are the core's. */
final class EventSourceMappingTest {
  private static final String STREAM = "events";
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final KinesisServer server = KinesisServer.start();
  private final KinesisClient client = ServerClient.of(server);
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final ConcurrentLinkedQueue<String> taken = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void createStream() {
    server.createStream(STREAM, 2);
  }

  @AfterEach
  void closeAll() throws Exception {
    Collections.reverse(opened);
    for (AutoCloseable resource : opened) {
      resource.close();
    }
    client.close();
    server.close();
  }

  @Test
  void records_ofAllShards_reachTheFunction() throws Exception {
    EventSourceMapping mapping = start(settings(), taking(), null);
    put(0, 1_000);

    assertThat(mapping.awaitCaughtUp(PATIENCE)).isTrue();

    assertThat(taken).containsExactlyInAnyOrderElementsOf(numbers(0, 1_000));
    MappingCounts counts = mapping.counts();
    assertThat(counts.read()).isEqualTo(1_000);
    assertThat(counts.done()).isEqualTo(1_000);
    assertThat(counts.pending()).isZero();
  }

  @Test
  void caughtUp_thenMoreRecords_isCaughtUpAgainAfterThem() throws Exception {
    EventSourceMapping mapping = start(settings(), taking(), null);
    for (int round = 0; round < 10; round++) {
      put(round * 10, 10);
      assertThat(mapping.awaitCaughtUp(PATIENCE)).isTrue();
      assertThat(taken).hasSize(round * 10 + 10);
    }
  }

  @Test
  void shards_splitAndMergedMeanwhile_loseNothing() throws Exception {
    EventSourceMapping mapping = start(settings(), taking(), null);
    int put = 0;
    for (int shards : new int[] {3, 5, 2, 1, 4}) {
      put(put, 200);
      put += 200;
      server.reshard(STREAM, shards);
    }
    put(put, 200);

    assertThat(mapping.awaitCaughtUp(PATIENCE)).isTrue();
    assertThat(taken).containsExactlyInAnyOrderElementsOf(numbers(0, put + 200));
  }

  @Test
  void failingFunction_givenUp_leavesAnObjectWithTheRecords() throws Exception {
    Map<String, byte[]> bucket = new ConcurrentHashMap<>();
    AtomicInteger refusals = new AtomicInteger(2);
    EventSourceMapping mapping =
        start(
            settings().maximumRetryAttempts(1).bisectBatchOnFunctionError(true),
            poisonedBy("13"),
            (key, json) -> {
              if (refusals.getAndDecrement() > 0) {
                throw new IOException("the bucket is not there");
              }
              bucket.put(key, json);
            });
    put(0, 50);

    assertThat(mapping.awaitCaughtUp(PATIENCE)).isTrue();

    assertThat(mapping.counts().discarded()).isEqualTo(1);
    assertThat(mapping.counts().done()).isEqualTo(49);
    assertThat(bucket).hasSize(1);
    Map.Entry<String, byte[]> object = bucket.entrySet().iterator().next();
    JsonNode json = JSON.readTree(object.getValue());
    assertThat(object.getKey()).startsWith("aws/lambda/" + mapping.id() + "/shardId-");
    assertThat(json.at("/requestContext/condition").asText()).isEqualTo("RetryAttemptsExhausted");
    assertThat(json.at("/responseContext/functionError").asText()).isEqualTo("Unhandled");
    assertThat(textOf(json.at("/payload/Records/0"))).isEqualTo("13");
  }

  @Test
  void troubledStream_readsAgainAndLosesNothing() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    server.inject(
        call ->
            call.operation().equals(Call.GET_RECORDS) && calls.incrementAndGet() % 3 != 0
                ? Fault.error(400, "ProvisionedThroughputExceededException", "Rate exceeded")
                : Fault.none());
    EventSourceMapping mapping = start(settings(), taking(), null);
    put(0, 300);

    assertThat(mapping.awaitCaughtUp(PATIENCE)).isTrue();
    assertThat(taken).containsExactlyInAnyOrderElementsOf(numbers(0, 300));
  }

  @Test
  void stoppedMapping_anotherGoesOnWhereItEnded() throws Exception {
    EventSourceMapping first = start(settings(), taking(), null);
    put(0, 100);
    assertThat(first.awaitCaughtUp(PATIENCE)).isTrue();
    Checkpoint checkpoint = first.stop();
    put(100, 100);
    taken.clear();

    EventSourceMapping second = start(settings(), taking(), null, checkpoint);

    assertThat(second.awaitCaughtUp(PATIENCE)).isTrue();
    assertThat(taken).containsExactlyInAnyOrderElementsOf(numbers(100, 200));
  }

  @Test
  void stop_seesARunningInvocationThrough() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    EventSourceMapping mapping =
        start(
            settings(),
            (in, out, context) -> {
              running.countDown();
              try {
                goOn.await();
              } catch (InterruptedException e) {
                throw new IOException(e);
              }
            },
            null);
    put(0, 1);
    assertThat(running.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

    Thread stopper = Thread.ofVirtual().start(mapping::stop);
    goOn.countDown();
    assertThat(stopper.join(PATIENCE)).isTrue();

    assertThat(mapping.counts().done()).isEqualTo(1);
  }

  @Test
  void awaitCaughtUp_withAStuckFunction_saysSoInTime() throws Exception {
    EventSourceMapping mapping = start(settings(), poisonedBy("0"), null);
    put(0, 1);

    assertThat(mapping.awaitCaughtUp(Duration.ofMillis(300))).isFalse();
    mapping.stop();
    assertThatThrownBy(() -> mapping.awaitCaughtUp(PATIENCE))
        .isInstanceOf(IllegalStateException.class);
  }

  private static MappingSettings.Builder settings() {
    return MappingSettings.builder()
        .reportBatchItemFailures(true)
        .pollInterval(Duration.ofMillis(20))
        .retryDelay(Duration.ofMillis(10), Duration.ofMillis(100));
  }

  private EventSourceMapping start(
      MappingSettings.Builder settings,
      RequestStreamHandler handler,
      @Nullable FailureDestination destination) {
    return start(settings, handler, destination, Checkpoint.NONE);
  }

  private EventSourceMapping start(
      MappingSettings.Builder settings,
      RequestStreamHandler handler,
      @Nullable FailureDestination destination,
      Checkpoint from) {
    LambdaFunction function =
        InProcessFunction.of(FunctionSettings.of("taker").withLog(line -> {}), () -> handler);
    opened.add(function);
    EventSourceMapping mapping =
        EventSourceMapping.start(settings.build(), client, STREAM, function, destination, from);
    opened.add(mapping);
    return mapping;
  }

  private RequestStreamHandler taking() {
    return (in, out, context) ->
        JSON.readTree(in).path("Records").forEach(r -> taken.add(textOf(r)));
  }

  private RequestStreamHandler poisonedBy(String text) {
    return (in, out, context) -> {
      List<String> texts = new ArrayList<>();
      JSON.readTree(in).path("Records").forEach(r -> texts.add(textOf(r)));
      if (texts.contains(text)) {
        throw new IllegalStateException("poison");
      }
      taken.addAll(texts);
    };
  }

  private static String textOf(JsonNode event) {
    return new String(Base64.getDecoder().decode(event.at("/kinesis/data").asText()), UTF_8);
  }

  private void put(int from, int count) {
    for (int start = from; start < from + count; start += 100) {
      List<PutRecordsRequestEntry> entries =
          IntStream.range(start, Math.min(from + count, start + 100))
              .mapToObj(
                  i ->
                      PutRecordsRequestEntry.builder()
                          .partitionKey("key-" + i)
                          .data(SdkBytes.fromUtf8String(Integer.toString(i)))
                          .build())
              .toList();
      client.putRecords(r -> r.streamName(STREAM).records(entries));
    }
  }

  private static List<String> numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(Integer::toString).toList();
  }
}
