package io.oriontrail.ingest;

import io.oriontrail.local.child.ServerSettings;
import io.oriontrail.local.dynamodb.DynamoDbLocal;
import io.oriontrail.local.s3.S3Local;
import io.oriontrail.store.RollupLayout;
import io.oriontrail.store.TableLayout;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/** DynamoDB and S3 with the table and the bucket that the function needs. */
final class LocalAws implements AutoCloseable {
  static final String TABLE = "OrionEvents";
  static final String ROLLUP_TABLE = "OrionRollups";
  static final String BUCKET = "orion-quarantine";

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** What Lambda gives an invocation at most: no time limit of the function's is to be met here. */
  static final int MOST_MILLIS = 900_000;

  private final DynamoDbLocal dynamoDbLocal;
  private final S3Local s3Local;
  final DynamoDbClient dynamoDb;
  final S3Client s3;

  private LocalAws(DynamoDbLocal dynamoDbLocal, S3Local s3Local) {
    this.dynamoDbLocal = dynamoDbLocal;
    this.s3Local = s3Local;
    StaticCredentialsProvider credentials =
        StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any"));
    this.dynamoDb =
        DynamoDbClient.builder()
            .endpointOverride(dynamoDbLocal.endpoint())
            .region(Region.EU_WEST_1)
            .credentialsProvider(credentials)
            .httpClientBuilder(patient())
            .build();
    this.s3 =
        S3Client.builder()
            .endpointOverride(s3Local.endpoint())
            .forcePathStyle(true)
            .region(Region.EU_WEST_1)
            .credentialsProvider(credentials)
            .serviceConfiguration(s3 -> s3.expectContinueEnabled(false))
            .httpClientBuilder(patient())
            .build();
  }

  /** The function's own clients are not: a test that waits has nothing better to do. */
  private static UrlConnectionHttpClient.Builder patient() {
    return UrlConnectionHttpClient.builder().connectionTimeout(PATIENCE).socketTimeout(PATIENCE);
  }

  static LocalAws start() {
    DynamoDbLocal dynamoDb = DynamoDbLocal.start(ServerSettings.create());
    LocalAws aws = new LocalAws(dynamoDb, S3Local.start(ServerSettings.create()));
    aws.dynamoDb.createTable(TableLayout.createTableRequest(TABLE));
    aws.dynamoDb.createTable(RollupLayout.createTableRequest(ROLLUP_TABLE));
    aws.s3.createBucket(bucket -> bucket.bucket(BUCKET));
    return aws;
  }

  /** What the function's environment is to hold. */
  Map<String, String> environment() {
    return new HashMap<>(
        Map.of(
            IngestConfig.EVENT_TABLE,
            TABLE,
            IngestConfig.ROLLUP_TABLE,
            ROLLUP_TABLE,
            IngestConfig.QUARANTINE_BUCKET,
            BUCKET,
            IngestConfig.REGION,
            "eu-west-1",
            IngestConfig.DYNAMODB_ENDPOINT,
            dynamoDbLocal.endpoint().toString(),
            IngestConfig.S3_ENDPOINT,
            s3Local.endpoint().toString(),
            "AWS_ACCESS_KEY_ID",
            "any",
            "AWS_SECRET_ACCESS_KEY",
            "any"));
  }

  @Override
  public void close() {
    dynamoDb.close();
    s3.close();
    s3Local.close();
    dynamoDbLocal.close();
  }
}
