package io.oriontrail.local;

import io.oriontrail.query.DynamoDbAuditLog;
import io.oriontrail.store.RollupLayout;
import io.oriontrail.store.TableLayout;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyExistsException;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;

/** Makes what CDK makes when deployed: stream, table, buckets. What exists is left as it is. */
final class LineResources {
  private LineResources() {}

  /** Blocks until all can be used. */
  static void create(AwsClients clients, LineSettings settings) {
    createStream(clients.kinesis(), settings.shards());
    createTable(clients.dynamodb(), TableLayout.createTableRequest(LineSettings.TABLE));
    createTable(clients.dynamodb(), RollupLayout.createTableRequest(LineSettings.ROLLUP_TABLE));
    createBucket(clients.s3(), LineSettings.QUARANTINE_BUCKET);
    createTable(clients.dynamodb(), DynamoDbAuditLog.createTableRequest(LineSettings.AUDIT_TABLE));
    createBucket(clients.s3(), LineSettings.FAILURE_BUCKET);
    createBucket(clients.s3(), LineSettings.ARCHIVE_BUCKET);
  }

  static void createStream(KinesisClient kinesis, int shards) {
    try {
      kinesis.createStream(request -> request.streamName(LineSettings.STREAM).shardCount(shards));
    } catch (software.amazon.awssdk.services.kinesis.model.ResourceInUseException e) {
      // It is there already.
    }
    kinesis.waiter().waitUntilStreamExists(request -> request.streamName(LineSettings.STREAM));
  }

  static void createTable(DynamoDbClient dynamodb, CreateTableRequest table) {
    try {
      dynamodb.createTable(table);
    } catch (ResourceInUseException e) {
      // It is there already, kept from an earlier run.
    }
    dynamodb.waiter().waitUntilTableExists(request -> request.tableName(table.tableName()));
  }

  private static void createBucket(S3Client s3, String name) {
    try {
      s3.createBucket(request -> request.bucket(name));
    } catch (BucketAlreadyOwnedByYouException | BucketAlreadyExistsException e) {
      // It is there already, kept from an earlier run.
    }
  }
}
