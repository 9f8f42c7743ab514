package io.oriontrail.local;

import io.oriontrail.store.DynamoDbEventStore;
import io.oriontrail.store.StepEventReader;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Clients and names of a line, wherever it runs, for the commands about what it keeps. Names that
 * nobody gave are null.
 */
record LineAccess(
    AutoCloseable clients, KinesisClient kinesis, DynamoDbClient dynamoDb, S3Client s3, Names names)
    implements AutoCloseable {
  private static final Duration RETENTION = Duration.ofDays(14);

  /** What things are called. */
  record Names(
      @Nullable String stream,
      @Nullable String table,
      @Nullable String quarantine,
      @Nullable String failures,
      @Nullable String archive,
      @Nullable String audit) {}

  /** Of the deployed line, or where none is named of the one that runs on this machine. */
  static LineAccess of(RunningLine running, @Nullable DeployedLine deployed) {
    return deployed == null ? of(running.description()) : of(deployed);
  }

  private static LineAccess of(LineDescription line) {
    AwsClients aws = AwsClients.of(line);
    return new LineAccess(
        aws,
        aws.kinesis(),
        aws.dynamodb(),
        aws.s3(),
        new Names(
            line.stream(),
            line.table(),
            line.quarantineBucket(),
            line.failureBucket(),
            line.archiveBucket(),
            line.auditTable()));
  }

  private static LineAccess of(DeployedLine line) {
    DeployedClients aws = line.clients();
    return new LineAccess(aws, aws.kinesis(), aws.dynamoDb(), aws.s3(), line.names());
  }

  StepEventReader reader(String table) {
    return new DynamoDbEventStore(dynamoDb, table, RETENTION, InstantSource.system());
  }

  @Override
  public void close() {
    try {
      clients.close();
    } catch (Exception e) {
      throw new IllegalStateException("clients do not close", e);
    }
  }
}
