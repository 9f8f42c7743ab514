package io.oriontrail.local.kinesis;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** AWS SDK clients that hide nothing: no retries, so that every fault is seen. */
final class TestClients {
  private TestClients() {}

  static KinesisClient of(URI endpoint) {
    return of(endpoint, Duration.ofSeconds(60));
  }

  /** Loads what a first request loads. */
  static void warmUp(URI endpoint) {
    try (KinesisClient client = of(endpoint)) {
      client.listStreams();
    }
  }

  static KinesisClient of(URI endpoint, Duration timeout) {
    return KinesisClient.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
        .overrideConfiguration(
            o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()).apiCallAttemptTimeout(timeout))
        .build();
  }
}
