package io.oriontrail.local.kinesis;

import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** The contract on the public emulator: what holds there as well is no invention of ours. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KinesisLocalIT extends KinesisContract {
  private final KinesisLocal emulator;
  private final KinesisClient client;

  KinesisLocalIT() throws IOException, InterruptedException {
    emulator = KinesisLocal.start();
    client = TestClients.of(emulator.endpoint());
  }

  @AfterAll
  void stop() {
    client.close();
    emulator.close();
  }

  @Override
  URI endpoint() {
    return emulator.endpoint();
  }

  @Override
  KinesisClient client() {
    return client;
  }
}
