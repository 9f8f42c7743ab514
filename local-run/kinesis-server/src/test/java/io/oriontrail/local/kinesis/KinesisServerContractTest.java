package io.oriontrail.local.kinesis;

import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.kinesis.KinesisClient;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KinesisServerContractTest extends KinesisContract {
  private final KinesisServer server = KinesisServer.start();
  private final KinesisClient client = TestClients.of(server.endpoint());

  @AfterAll
  void stop() {
    client.close();
    server.close();
  }

  @Override
  URI endpoint() {
    return server.endpoint();
  }

  @Override
  KinesisClient client() {
    return client;
  }
}
