package io.oriontrail.emitter.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.oriontrail.emitter.EmitterStats;
import io.oriontrail.emitter.OrionEmitter;
import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.StepEvent;
import io.oriontrail.local.kinesis.KinesisServer;
import io.oriontrail.local.kinesis.KinesisSettings;
import io.oriontrail.local.kinesis.SelfSigned;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Faults 10 to 12: names that are unknown or slow to be found, and certificates nobody trusts. This
 * module's integration tests look names up in a file (the JDK's {@code jdk.net.hosts.file}) without
 * keeping the answers, see the pom; a name is fixed by writing that file.
 */
@Timeout(600)
final class NameFaultIT {
  private static final String STREAM = "orion-events";
  private static final String NAME = "kinesis.orion.test";
  private static final Path HOSTS = Path.of(System.getProperty("jdk.net.hosts.file", ""));
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final List<OrionEmitter> emitters = new ArrayList<>();

  /** An endpoint with a name might be AWS itself: it is given no made-up credentials. */
  @BeforeEach
  void setCredentials() {
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
  }

  @AfterEach
  void close() throws IOException {
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
    emitters.forEach(emitter -> emitter.close(Duration.ofMillis(100)));
    Files.deleteIfExists(HOSTS);
  }

  private OrionEmitter emitterTo(URI endpoint, Duration requestTimeout) {
    OrionEmitter emitter =
        OrionEmitter.builder()
            .streamName(STREAM)
            .endpoint(endpoint)
            .region("eu-west-1")
            .requestTimeout(requestTimeout)
            .shutdownHook(false)
            .build();
    emitters.add(emitter);
    return emitter;
  }

  private static void awaitTrouble(OrionEmitter emitter) {
    Awaitility.await().atMost(PATIENCE).until(() -> emitter.stats().failedRequests() > 0);
    assertThat(emitter.flush(Duration.ofMillis(100))).isFalse();
  }

  private static URI named(KinesisServer server) {
    return URI.create("http://" + NAME + ":" + server.endpoint().getPort());
  }

  private static void emit(OrionEmitter emitter, int number) {
    ExecutionKey key = ExecutionKey.of("acct-42", "exec-7");
    emitter.emit(StepEvent.started(key, "STEP-" + number, Instant.now()).build());
  }

  private static void nameIsKnown() throws IOException {
    Path file = Files.createTempFile("hosts", null);
    Files.writeString(file, "127.0.0.1 " + NAME + "\n");
    Files.move(file, HOSTS, StandardCopyOption.REPLACE_EXISTING);
  }

  /** In trouble nothing passes; once it is over, within five seconds and a request's time. */
  private static void quietPhase(KinesisServer server, OrionEmitter emitter) {
    emit(emitter, 2);
    assertThat(emitter.flush(PATIENCE)).as(emitter.stats().toString()).isTrue();
    EmitterStats stats = emitter.stats();
    assertThat(stats.delivered()).isEqualTo(2);
    assertThat(stats.dropped() + stats.buffered()).isZero();
    assertThat(Arrivals.events(server, STREAM))
        .extracting(StepEvent::step)
        .containsOnly("STEP-1", "STEP-2"); // at least once each
  }

  @Test
  void fault10_nameUnknown_recoversOnceItIsKnown() throws IOException {
    Files.writeString(HOSTS, "127.0.0.1 other.orion.test\n");
    try (KinesisServer server = KinesisServer.start()) {
      server.createStream(STREAM, 1);
      OrionEmitter emitter = emitterTo(named(server), PATIENCE);
      emit(emitter, 1);
      awaitTrouble(emitter);
      nameIsKnown();
      quietPhase(server, emitter);
    }
  }

  @Test
  void fault11_nameSlowToBeFound_holdsNobodyUp() throws Exception {
    // Opening a pipe that nobody writes to takes as long as one likes: so does the look-up.
    Files.deleteIfExists(HOSTS);
    assertThat(new ProcessBuilder("mkfifo", HOSTS.toString()).start().waitFor()).isZero();
    try (KinesisServer server = KinesisServer.start()) {
      server.createStream(STREAM, 1);
      OrionEmitter emitter = emitterTo(named(server), Duration.ofSeconds(1));
      long begin = System.nanoTime();
      emit(emitter, 1);
      // The look-up takes as long as this test likes.
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
      awaitTrouble(emitter); // it is given up
      Path pipe = HOSTS.resolveSibling("pipe");
      Files.move(HOSTS, pipe, StandardCopyOption.REPLACE_EXISTING);
      nameIsKnown();
      Files.writeString(pipe, "127.0.0.1 " + NAME + "\n"); // those that wait get their answer
      Files.delete(pipe);
      quietPhase(server, emitter);
    }
  }

  @Test
  void fault12_certificateNobodyTrusts_recoversWithATrustedOne(@TempDir Path folder)
      throws Exception {
    SelfSigned wrong = SelfSigned.in(folder, "wrong");
    SelfSigned right = SelfSigned.in(folder, "right");
    // No other test of this JVM speaks TLS: what it trusts is read at the first handshake.
    System.setProperty("javax.net.ssl.trustStore", right.store().toString());
    System.setProperty("javax.net.ssl.trustStorePassword", SelfSigned.PASSWORD);
    KinesisSettings settings = KinesisSettings.defaults().withTls(wrong.context());
    KinesisServer first = KinesisServer.start(settings);
    OrionEmitter emitter = emitterTo(first.endpoint(), PATIENCE);
    emit(emitter, 1);
    awaitTrouble(emitter);
    assertThat(first.requests("PutRecords")).isZero();
    int port = first.endpoint().getPort();
    first.close();
    try (KinesisServer server =
        KinesisServer.start(settings.withPort(port).withTls(right.context()))) {
      server.createStream(STREAM, 1);
      quietPhase(server, emitter);
    }
  }
}
