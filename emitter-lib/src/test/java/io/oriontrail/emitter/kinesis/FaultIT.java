package io.oriontrail.emitter.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.oriontrail.emitter.DropReason;
import io.oriontrail.emitter.EmitterBuilder;
import io.oriontrail.emitter.EmitterStats;
import io.oriontrail.emitter.OrionEmitter;
import io.oriontrail.emitter.transport.RecordSender;
import io.oriontrail.emitter.transport.SendException;
import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.StepEvent;
import io.oriontrail.event.StepEventJson;
import io.oriontrail.local.kinesis.Fault;
import io.oriontrail.local.kinesis.FaultPlan;
import io.oriontrail.local.kinesis.KinesisServer;
import io.oriontrail.local.kinesis.KinesisSettings;
import io.oriontrail.local.kinesis.Relay;
import io.oriontrail.local.kinesis.StoredRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * The emitter over the real wire: the AWS SDK's client, its CBOR, and a server that fails on
 * command. Each test ends with the quiet phase: all delivered, nothing invented.
 */
@Timeout(600)
final class FaultIT {
  private static final String STREAM = "orion-events";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Of tests about answers that do not come. A busy machine makes more of them than we do. */
  private static final Duration SHORT = Duration.ofSeconds(1);

  private static final ExecutionKey KEY = ExecutionKey.of("acct-42", "exec-7");

  private final KinesisServer server = KinesisServer.start();
  private final SplittableRandom random = new SplittableRandom(1);
  private final List<String> emitted = new ArrayList<>();
  private OrionEmitter emitter = emitterTo(server.endpoint());

  @BeforeEach
  void createStream() {
    server.createStream(STREAM, 4);
  }

  @AfterEach
  void stop() {
    emitter.close(Duration.ofMillis(200));
    server.close();
  }

  private static OrionEmitter emitterTo(URI endpoint) {
    return builderTo(endpoint).build();
  }

  private static OrionEmitter impatientTo(URI endpoint) {
    return builderTo(endpoint).requestTimeout(SHORT).build();
  }

  /** Patient: what fails was made to fail, and can be counted. */
  private static EmitterBuilder builderTo(URI endpoint) {
    return OrionEmitter.builder()
        .streamName(STREAM)
        .endpoint(endpoint)
        .region("eu-west-1")
        .requestTimeout(PATIENCE)
        .shutdownHook(false);
  }

  private void emit(int count) {
    for (int i = 0; i < count; i++) {
      String step = "STEP-" + emitted.size();
      emitted.add(step);
      StringBuilder noise = new StringBuilder();
      while (noise.length() < 200) {
        noise.append(Long.toString(random.nextLong(), 36));
      }
      emitter.emit(
          StepEvent.started(KEY, step, Instant.now())
              .attributes(Map.of("noise", noise.toString()))
              .build());
    }
  }

  /** Waits for the first request to fail; what was emitted is not delivered then. */
  private static void awaitTrouble(OrionEmitter troubled) {
    Awaitility.await().atMost(PATIENCE).until(() -> troubled.stats().failedRequests() > 0);
    assertThat(troubled.flush(Duration.ofMillis(100))).isFalse();
  }

  /** Everything arrived, nothing else did, and the emitter knows it. */
  private void quiet() {
    emit(1);
    assertThat(emitter.flush(PATIENCE)).as(emitter.stats().toString()).isTrue();
    EmitterStats stats = emitter.stats();
    assertThat(stats.delivered()).isEqualTo(emitted.size());
    assertThat(stats.buffered()).isZero();
    assertThat(new HashSet<>(stored())).isEqualTo(new HashSet<>(emitted));
  }

  private List<String> stored() {
    List<String> steps = new ArrayList<>();
    for (StoredRecord record : server.recordsIn(STREAM)) {
      for (String line : lines(record)) {
        byte[] json = line.getBytes(StandardCharsets.UTF_8);
        if (StepEventJson.decode(json).message() instanceof StepEvent event) {
          steps.add(event.step());
        }
      }
    }
    return steps;
  }

  private static List<String> lines(StoredRecord record) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(record.data()))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void healthy_manyEvents_arriveOnceInWellFilledRecords() {
    emit(10_000);
    quiet();
    assertThat(stored()).hasSize(emitted.size());
    assertThat(server.recordsIn(STREAM))
        .extracting(record -> record.data().length)
        .allMatch(size -> size < 40_000);
    assertThat(emitter.stats().failedRequests()).isZero();
  }

  @Test
  void fault18_partitionKeys_spreadRecordsEvenlyOverShards() throws SendException {
    List<byte[]> records = Collections.nCopies(500, new byte[] {1});
    try (KinesisSender sender =
        new KinesisSender(STREAM, server.endpoint(), "eu-west-1", PATIENCE)) {
      for (int i = 0; i < 4; i++) {
        sender.send(records);
      }
    }
    Map<String, Integer> perShard = new HashMap<>();
    server.recordsIn(STREAM).forEach(record -> perShard.merge(record.shardId(), 1, Integer::sum));
    assertThat(perShard).hasSize(4);
    assertThat(Collections.max(perShard.values()))
        .as("max/mean of %s", perShard)
        .isLessThanOrEqualTo(4 * 500 / 4 * 13 / 10);
  }

  @Test
  void fault02_oneEntryThrottled_onlyItIsSentAgain() {
    server.inject(FaultPlan.inTurn(Fault.throttled(i -> i == 0)).on("PutRecords"));
    emit(2_000);
    quiet();
    assertThat(emitter.stats().retriedRecords()).isEqualTo(1);
    assertThat(stored()).hasSize(emitted.size());
  }

  @Test
  void fault03_everyEntryFailsInternally_allAreSentAgain() {
    server.inject(FaultPlan.inTurn(Fault.internalFailure(i -> true)).on("PutRecords"));
    emit(100);
    quiet();
    assertThat(stored()).hasSize(emitted.size());
  }

  @Test
  void fault04_answerWithTooFewEntries_allAreSentAgain() {
    server.inject(FaultPlan.inTurn(new Fault.Miscount(-1), new Fault.Miscount(2)).on("PutRecords"));
    emit(100);
    quiet();
    assertThat(emitter.stats().protocolMismatches()).isEqualTo(2);
  }

  @Test
  void fault05_serverErrors_areSatOut() {
    server.inject(
        FaultPlan.inTurn(
                Fault.error(500, "InternalFailure", "oops"),
                Fault.error(503, "ServiceUnavailable", "busy"),
                new Fault.StrangeAnswer(502, "text/html", "<html>bad gateway</html>"),
                new Fault.StrangeAnswer(200, "text/html", "<html>captive portal</html>"))
            .on("PutRecords"));
    emit(100);
    quiet();
    assertThat(emitter.stats().failedRequests()).isEqualTo(4);
  }

  @Test
  void fault07_deniedForAWhile_recovers() {
    server.inject(
        FaultPlan.inTurn(
                Fault.error(400, "ExpiredTokenException", "expired"),
                Fault.error(403, "AccessDeniedException", "no"))
            .on("PutRecords"));
    emit(100);
    quiet();
    assertThat(emitter.stats().failedRequests()).isEqualTo(2);
    assertThat(emitter.stats().dropped()).isZero();
  }

  @Test
  void fault08_noSuchStream_keepsEventsUntilThereIsOne() {
    try (KinesisServer empty = KinesisServer.start()) {
      OrionEmitter lost = emitterTo(empty.endpoint());
      lost.emit(StepEvent.started(KEY, "S", Instant.now()).build());
      awaitTrouble(lost);
      assertThat(lost.stats().buffered()).isEqualTo(1);
      empty.createStream(STREAM, 1);
      assertThat(lost.flush(PATIENCE)).isTrue();
      lost.close();
    }
    quiet();
  }

  @Test
  void fault07_credentialsExpired_areAskedForAgain() {
    AtomicInteger asked = new AtomicInteger();
    KinesisSender sender =
        new KinesisSender(
            STREAM,
            server.endpoint(),
            "eu-west-1",
            PATIENCE,
            () ->
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create("key-" + asked.incrementAndGet(), "secret")));
    emitter = builderTo(server.endpoint()).sender(sender).build();
    server.inject(FaultPlan.inTurn(Fault.expiredToken(), Fault.expiredToken()).on("PutRecords"));
    emit(10);
    quiet();
    assertThat(asked.get()).as("once for each client").isBetween(2, 3);
    assertThat(emitter.stats().failedRequests()).isEqualTo(2);
  }

  @Test
  void fault07_clockSkewed_isCorrectedByTheSdk() {
    Duration ahead = Duration.ofHours(1);
    try (Relay relay = Relay.to(server.endpoint())) {
      relay.clockAhead(ahead);
      server.inject(FaultPlan.always(new Fault.SkewedClock(ahead)).on("PutRecords"));
      emitter = emitterTo(relay.endpoint());
      emit(10);
      quiet();
      // Whatever was under way together when the first answer told it.
      assertThat(emitter.stats().failedRequests()).as("until it knew").isBetween(1L, 4L);
    }
  }

  @Test
  void fault09_connectionRefused_recoversWhenSomebodyListens() throws IOException {
    OrionEmitter early;
    int port;
    try (Socket taken = new Socket()) { // nobody listens, and nobody else gets it meanwhile
      taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      port = taken.getLocalPort();
      early = emitterTo(URI.create("http://127.0.0.1:" + port));
      early.emit(StepEvent.started(KEY, "S", Instant.now()).build());
      awaitTrouble(early);
    }
    try (KinesisServer late = KinesisServer.start(KinesisSettings.defaults().withPort(port))) {
      late.createStream(STREAM, 1);
      assertThat(early.flush(PATIENCE)).isTrue();
      early.close();
      assertThat(early.stats().delivered()).isEqualTo(1);
    }
    quiet();
  }

  @Test
  void fault09_connectionReset_isSatOut() {
    try (Relay relay = Relay.to(server.endpoint())) {
      relay.behave(Relay.Behaviour.RESET);
      emitter = emitterTo(relay.endpoint());
      emit(50);
      awaitTrouble(emitter);
      relay.behave(Relay.Behaviour.PASS);
      quiet();
    }
  }

  @Test
  void fault13_blackHole_costsOneTimeOutAndIsSentAgain() {
    try (Relay relay = Relay.to(server.endpoint())) {
      relay.behave(Relay.Behaviour.SILENT);
      emitter = impatientTo(relay.endpoint());
      emit(50);
      awaitTrouble(emitter);
      relay.behave(Relay.Behaviour.PASS);
      quiet();
    }
  }

  @Test
  void fault16_halfAnAnswer_openOrClosed_isSentAgain() {
    try (Relay relay = Relay.to(server.endpoint())) {
      for (Relay.Behaviour half :
          List.of(Relay.Behaviour.HALF_ANSWER, Relay.Behaviour.HALF_CLOSED)) {
        relay.behave(half);
        emitted.clear();
        emitter.close();
        emitter = impatientTo(relay.endpoint());
        emitted.addAll(new HashSet<>(stored()));
        int before = emitted.size();
        emit(50);
        awaitTrouble(emitter);
        relay.behave(Relay.Behaviour.PASS);
        emit(1);
        assertThat(emitter.flush(PATIENCE)).isTrue();
        assertThat(emitter.stats().delivered()).isEqualTo(emitted.size() - before);
        assertThat(new HashSet<>(stored())).isEqualTo(new HashSet<>(emitted));
      }
    }
  }

  @Test
  void fault15_slowEndpoint_requestsUnderWayStayWithinTheCap() {
    AtomicInteger underWay = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    RecordSender slow =
        records -> {
          most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
          try (KinesisSender sender =
              new KinesisSender(STREAM, server.endpoint(), "eu-west-1", PATIENCE)) {
            return sender.send(records);
          } finally {
            underWay.decrementAndGet();
          }
        };
    server.inject(FaultPlan.always(Fault.answeredAfter(Duration.ofMillis(100))).on("PutRecords"));
    emitter = builderTo(server.endpoint()).sender(slow).maxInFlight(3).build();
    emit(4_000);
    quiet();
    assertThat(most.get()).isBetween(1, 3);
  }

  @Test
  void fault13and14_noAnswerOrALateOne_isSentAgain() {
    server.inject(
        FaultPlan.inTurn(new Fault.Silence(), Fault.answeredAfter(SHORT.multipliedBy(2)))
            .on("PutRecords"));
    emitter = impatientTo(server.endpoint());
    emit(100);
    quiet();
    assertThat(emitter.stats().failedRequests()).isGreaterThanOrEqualTo(2);
    assertThat(new HashSet<>(stored())).hasSize(emitted.size());
  }

  @Test
  void fault16_answerThatDripsOrBreaksOff_isSentAgain() {
    server.inject(
        FaultPlan.inTurn(
                new Fault.Drip(1, Duration.ofMillis(100)),
                new Fault.HangUp(false, 0),
                new Fault.HangUp(true, 10))
            .on("PutRecords"));
    emitter = impatientTo(server.endpoint());
    emit(100);
    quiet();
    assertThat(emitter.stats().failedRequests()).isGreaterThanOrEqualTo(3);
  }

  @Test
  void fault17_reshardUnderWay_hasNoEffect() {
    emit(2_000);
    server.reshard(STREAM, 7);
    emit(2_000);
    server.reshard(STREAM, 2);
    quiet();
  }

  @Test
  void fault24_closeWithADeadEndpoint_returnsInTimeWithExactCounts() {
    server.inject(FaultPlan.always(new Fault.Silence()));
    // One request, and met with silence: none is on its way still when the server has recovered.
    emitter = builderTo(server.endpoint()).maxInFlight(1).build();
    emit(100);
    Awaitility.await().atMost(PATIENCE).until(() -> server.requests("PutRecords") > 0);
    long begin = System.nanoTime();
    emitter.close(Duration.ofMillis(300));
    // It waits neither for the request, which would take a minute, nor for a delivery.
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(30));
    emitter.close(PATIENCE); // the sending thread counts, once it gets its turn
    EmitterStats stats = emitter.stats();
    assertThat(stats.buffered()).isZero();
    assertThat(stats.dropped(DropReason.SHUTDOWN)).isEqualTo(100);
    assertThat(stats.offered()).isEqualTo(100);
    server.inject(FaultPlan.healthy());
    emitted.clear();
    emitter = emitterTo(server.endpoint());
    quiet();
  }
}
