package io.oriontrail.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.oriontrail.local.chaos.ChaosLedger;
import io.oriontrail.local.kinesis.Fault;
import io.oriontrail.local.kinesis.FaultPlan;
import io.oriontrail.local.kinesis.KinesisServer;
import io.oriontrail.local.kinesis.ServerClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.KinesisClient;

final class PoisonSourceTest {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @Test
  void streamOutOfReach_isPutToOnceItIsThereAgain() throws Exception {
    ChaosLedger ledger = new ChaosLedger();
    AtomicInteger refused = new AtomicInteger();
    try (KinesisServer server = KinesisServer.start();
        KinesisClient client = ServerClient.of(server)) {
      server.createStream(LineSettings.STREAM, 1);
      server.inject(
          call -> {
            refused.incrementAndGet();
            return new Fault.HangUp(false, 0);
          });

      Thread putting =
          new PoisonSource(client, ledger, InstantSource.system()).start(3, new Random(1));
      await().atMost(PATIENCE).until(() -> refused.get() > 20);
      assertThat(putting.isAlive()).isTrue();
      assertThat(server.recordsIn(LineSettings.STREAM)).isEmpty();
      server.inject(FaultPlan.healthy());

      assertThat(putting.join(PATIENCE)).isTrue();
      assertThat(server.recordsIn(LineSettings.STREAM)).hasSize(6);
      assertThat(ledger.poison()).hasSize(6);
      assertThat(ledger.offered()).hasSize(6);
    }
  }
}
