package io.oriontrail.local.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.oriontrail.local.kinesis.Relay.Behaviour;
import java.io.IOException;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.KinesisException;

/** Each behaviour of the wire as a client feels it, and that it passes again afterwards. */
final class RelayTest {
  private static final String STREAM = "events";

  private final KinesisServer server = KinesisServer.start();
  private final Relay relay = Relay.to(server.endpoint());
  private final KinesisClient client = TestClients.of(relay.endpoint());
  private final KinesisClient impatient = TestClients.of(relay.endpoint(), Duration.ofSeconds(1));

  @BeforeEach
  void createStream() {
    server.createStream(STREAM, 1);
    // What a client loads with its first request must not count against the time of another.
    TestClients.warmUp(server.endpoint());
  }

  @AfterEach
  void passesAgainAndClose() {
    relay.behave(Behaviour.PASS);
    long before = server.counts(STREAM).accepted();
    put(client);
    assertThat(server.counts(STREAM).accepted()).isEqualTo(before + 1);
    client.close();
    impatient.close();
    relay.close();
    server.close();
  }

  private static void put(KinesisClient client) {
    client.putRecord(
        r -> r.streamName(STREAM).partitionKey("k").data(SdkBytes.fromUtf8String("x")));
  }

  /** The SDK takes an answer whose head breaks off for one that says nothing. */
  private @Nullable String putSequenceNumber() {
    try {
      return client
          .putRecord(r -> r.streamName(STREAM).partitionKey("k").data(SdkBytes.fromUtf8String("x")))
          .sequenceNumber();
    } catch (RuntimeException e) {
      return null;
    }
  }

  @Test
  void reset_isAResetConnection() {
    relay.behave(Behaviour.RESET);
    assertThatThrownBy(() -> put(client))
        .isInstanceOf(SdkClientException.class)
        .hasRootCauseInstanceOf(SocketException.class);
    assertThat(server.requests("PutRecord")).isZero();
  }

  @Test
  void silent_outlastsTheClient() {
    relay.behave(Behaviour.SILENT);
    assertThatThrownBy(() -> put(impatient)).isInstanceOf(ApiCallAttemptTimeoutException.class);
    assertThat(server.requests("PutRecord")).isZero();
  }

  @Test
  void garbage_isNoAnswer() {
    relay.behave(Behaviour.GARBAGE);
    assertThatThrownBy(() -> put(client)).hasRootCauseInstanceOf(IOException.class);
    assertThat(server.requests("PutRecord")).isZero();
  }

  @Test
  void halfAnswer_openOrClosed_isASuccessThatTheClientNeverSees() {
    // The SDK tells the one as a time-out or as a closed socket, whichever it notices first.
    relay.behave(Behaviour.HALF_ANSWER);
    assertThatThrownBy(() -> put(impatient)).isInstanceOf(RuntimeException.class);
    await().atMost(Duration.ofSeconds(60)).until(() -> server.counts(STREAM).accepted() == 1);
    relay.behave(Behaviour.HALF_CLOSED);
    assertThat(putSequenceNumber()).isNull();
    assertThat(server.counts(STREAM).accepted()).isEqualTo(2);
  }

  @Test
  void clockAhead_isTheDateOfAnswers() throws Exception {
    relay.clockAhead(Duration.ofDays(-365));
    HttpResponse<String> answer =
        new JsonCalls(relay.endpoint()).post("Kinesis_20131202.ListStreams", "{}");
    ZonedDateTime date =
        ZonedDateTime.parse(
            answer.headers().firstValue("date").orElseThrow(),
            DateTimeFormatter.RFC_1123_DATE_TIME);
    assertThat(date.plusDays(365))
        .isBetween(
            ZonedDateTime.now(ZoneOffset.UTC).minusMinutes(1),
            ZonedDateTime.now(ZoneOffset.UTC).plusMinutes(1));
  }

  @Test
  void skewedClock_refusesWhatWasSignedAtAnotherTime() {
    server.inject(FaultPlan.inTurn(new Fault.SkewedClock(Duration.ofHours(1))));
    assertThatThrownBy(() -> put(client))
        .isInstanceOfSatisfying(
            KinesisException.class,
            e ->
                assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidSignatureException"));
    assertThat(server.counts(STREAM).accepted()).isZero();
    server.inject(FaultPlan.inTurn(new Fault.SkewedClock(Duration.ofMinutes(4))));
    put(client);
  }
}
