package io.oriontrail.local.kinesis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;

/** Each fault as a client sees it, and that the server is healthy again afterwards. */
final class FaultTest {
  private static final String STREAM = "events";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Long enough for a request to reach the server on a busy machine. */
  private static final Duration SHORT = Duration.ofSeconds(1);

  private final KinesisServer server = KinesisServer.start();
  private final KinesisClient client = TestClients.of(server.endpoint());
  private final KinesisClient impatient = TestClients.of(server.endpoint(), SHORT);

  @BeforeEach
  void createStream() {
    server.createStream(STREAM, 1);
    // What a client loads with its first request must not count against the time of another.
    client.listShards(r -> r.streamName(STREAM)); // no test counts these
  }

  @AfterEach
  void close() {
    client.close();
    impatient.close();
    server.close();
  }

  @Test
  void throttledEntries_ofOnePut_areRefusedAndTheOthersStored() {
    server.inject(FaultPlan.inTurn(Fault.throttled(i -> i == 3)));

    PutRecordsResponse response = put(client, 5);

    assertThat(response.failedRecordCount()).isEqualTo(1);
    assertThat(response.records().get(3).errorCode())
        .isEqualTo("ProvisionedThroughputExceededException");
    assertThat(response.records().get(3).sequenceNumber()).isNull();
    assertThat(stored()).containsExactly("0", "1", "2", "4");
    assertThat(server.counts(STREAM).refused()).isEqualTo(1);
    assertHealthy();
  }

  @Test
  void internalFailure_ofAllEntries_storesNothing() {
    server.inject(FaultPlan.inTurn(Fault.internalFailure(i -> true)));

    PutRecordsResponse response = put(client, 5);

    assertThat(response.failedRecordCount()).isEqualTo(5);
    assertThat(response.records())
        .allSatisfy(r -> assertThat(r.errorCode()).isEqualTo("InternalFailure"));
    assertThat(stored()).isEmpty();
    assertHealthy();
  }

  @Test
  void refusedEntry_ofASinglePut_isAnError() {
    server.inject(FaultPlan.inTurn(Fault.throttled(i -> true)));

    assertThatThrownBy(() -> putOne(client))
        .isInstanceOf(ProvisionedThroughputExceededException.class);
    assertHealthy();
  }

  @Test
  void miscount_moreOrFewer_storesAllAndAnswersWrongly() {
    server.inject(
        FaultPlan.inTurn(new Fault.Miscount(2), new Fault.Miscount(-2), new Fault.Miscount(-99)));

    assertThat(put(client, 5).records()).hasSize(7);
    assertThat(put(client, 5).records()).hasSize(3);
    assertThat(put(client, 5).records()).isEmpty();
    assertThat(stored()).hasSize(15);
    assertHealthy();
  }

  @Test
  void errorAnswers_ofEachKind_reachTheClientAsTheService() {
    server.inject(
        FaultPlan.inTurn(
            Fault.error(400, "ValidationException", "one record is too large"),
            Fault.error(400, "ExpiredTokenException", "The security token is expired"),
            Fault.error(500, "InternalFailure", "oops"),
            Fault.error(503, "ServiceUnavailable", "later")));

    assertThatThrownBy(() -> put(client, 1))
        .isInstanceOfSatisfying(
            KinesisException.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(400);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ValidationException");
              assertThat(e.awsErrorDetails().errorMessage()).isEqualTo("one record is too large");
            });
    assertStatus(400, "ExpiredTokenException");
    assertStatus(500, "InternalFailure");
    assertStatus(503, "ServiceUnavailable");
    assertThat(stored()).isEmpty();
    assertHealthy();
  }

  @Test
  void strangeAnswer_ofAProxy_isPassedOnAsItIs() throws Exception {
    server.inject(
        FaultPlan.inTurn(
            new Fault.StrangeAnswer(502, "text/html", "<h1>Bad Gateway</h1>"),
            new Fault.StrangeAnswer(200, "application/x-amz-cbor-1.1", "not CBOR")));

    HttpResponse<String> html =
        new JsonCalls(server.endpoint()).post("Kinesis_20131202.ListStreams", "{}");

    assertThat(html.statusCode()).isEqualTo(502);
    assertThat(html.body()).isEqualTo("<h1>Bad Gateway</h1>");
    assertThatThrownBy(() -> put(client, 1)).isInstanceOf(Exception.class);
    assertHealthy();
  }

  @Test
  void silence_withAnImpatientClient_storesNothing() {
    server.inject(FaultPlan.inTurn(new Fault.Silence()));

    assertThatThrownBy(() -> put(impatient, 1)).isInstanceOf(ApiCallAttemptTimeoutException.class);
    await().atMost(PATIENCE).until(() -> server.requests(Call.PUT_RECORDS) == 1);
    assertThat(stored()).isEmpty();
    assertHealthy();
  }

  @Test
  void answerAfterTheTimeOut_isASuccessThatTheClientNeverSees() {
    server.inject(FaultPlan.inTurn(Fault.answeredAfter(Duration.ofMinutes(10))));

    assertThatThrownBy(() -> put(impatient, 1)).isInstanceOf(ApiCallAttemptTimeoutException.class);
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(stored()).containsExactly("0"));
    assertHealthy();
  }

  @Test
  void delayBeforeHandling_isFeltAndThenAllIsWell() {
    Duration delay = Duration.ofMillis(120);
    server.inject(FaultPlan.inTurn(new Fault.Delay(delay, Duration.ZERO)));

    long before = System.nanoTime();
    PutRecordsResponse response = put(client, 1);

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(delay);
    assertThat(response.failedRecordCount()).isZero();
  }

  @Test
  void drip_ofTheAnswer_outlastsAnImpatientClientButNotAPatientOne() {
    server.inject(
        FaultPlan.inTurn(
            new Fault.Drip(20, Duration.ofMillis(100)), new Fault.Drip(50, Duration.ofMillis(1))));

    assertThatThrownBy(() -> put(impatient, 10)).isInstanceOf(ApiCallAttemptTimeoutException.class);
    await().atMost(PATIENCE).until(() -> stored().size() == 10);
    assertThat(put(client, 10).records()).hasSize(10);
    assertThat(stored()).hasSize(20);
    assertHealthy();
  }

  @Test
  void hangUp_beforeOrAfterHandling_breaksTheConnection() {
    server.inject(
        FaultPlan.inTurn(
            new Fault.HangUp(false, 0), new Fault.HangUp(true, 0), new Fault.HangUp(true, 25)));

    assertThatThrownBy(() -> put(client, 1)).isInstanceOf(SdkClientException.class);
    assertThat(stored()).isEmpty();
    assertThatThrownBy(() -> put(client, 1)).isInstanceOf(SdkClientException.class);
    assertThatThrownBy(() -> put(client, 10)).isInstanceOf(SdkClientException.class);
    assertThat(stored()).hasSize(11);
    assertHealthy();
  }

  @Test
  void plan_forOneOperation_leavesTheOthersAlone() {
    server.inject(
        FaultPlan.inTurn(Fault.error(500, "InternalFailure", "oops")).on(Call.PUT_RECORDS));

    client.listStreams();
    assertStatus(500, "InternalFailure");
    assertHealthy();
  }

  @Test
  void plan_isTold_whatIsAsked() {
    List<Call> seen = new ArrayList<>();
    server.inject(
        call -> {
          seen.add(call);
          return Fault.none();
        });

    put(client, 3);
    put(client, 4);
    client.listStreams();

    assertThat(seen)
        .extracting(Call::operation)
        .containsExactly("PutRecords", "PutRecords", "ListStreams");
    assertThat(seen).extracting(Call::number).containsExactly(1L, 2L, 1L);
    assertThat(seen).extracting(Call::entries).containsExactly(3, 4, 0);
    assertThat(seen.get(0).bodyBytes()).isPositive();
  }

  @Test
  void plan_thatThrows_isShownToTheClient() {
    server.inject(
        call -> {
          throw new IllegalStateException("defect of a plan");
        });

    assertThatThrownBy(() -> put(client, 1)).hasMessageContaining("defect of a plan");
  }

  @Test
  void close_duringSilence_endsTheWait() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    server.inject(
        call -> {
          asked.countDown();
          return new Fault.Silence();
        });
    Thread caller =
        new Thread(
            () -> {
              try {
                put(client, 1);
              } catch (SdkClientException e) {
                ended.countDown();
              }
            });
    caller.start();
    assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();

    server.close();

    assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
  }

  private void assertStatus(int status, String code) {
    assertThatThrownBy(() -> put(client, 1))
        .isInstanceOfSatisfying(
            KinesisException.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(status);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
            });
  }

  private void assertHealthy() {
    int before = stored().size();
    assertThat(put(client, 2).failedRecordCount()).isZero();
    assertThat(stored()).hasSize(before + 2);
  }

  private List<String> stored() {
    return server.recordsIn(STREAM).stream().map(r -> new String(r.data(), UTF_8)).toList();
  }

  private static void putOne(KinesisClient client) {
    client.putRecord(
        r -> r.streamName(STREAM).partitionKey("k").data(SdkBytes.fromUtf8String("one")));
  }

  private static PutRecordsResponse put(KinesisClient client, int count) {
    List<PutRecordsRequestEntry> entries =
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    PutRecordsRequestEntry.builder()
                        .partitionKey("k")
                        .data(SdkBytes.fromUtf8String(Integer.toString(i)))
                        .build())
            .toList();
    return client.putRecords(r -> r.streamName(STREAM).records(entries));
  }
}
