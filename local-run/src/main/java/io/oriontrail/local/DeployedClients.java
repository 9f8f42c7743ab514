package io.oriontrail.local;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.KinesisClientBuilder;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * Clients of a line that is deployed: credentials, region and profile are found as the SDK and the
 * AWS command find them. Safe for several threads.
 */
record DeployedClients(
    SdkHttpClient http, KinesisClient kinesis, S3Client s3, DynamoDbClient dynamoDb)
    implements AutoCloseable {

  /** {@code region}: null for the SDK's. The endpoints: null for AWS's own. */
  static DeployedClients of(
      @Nullable String region, @Nullable URI kinesisEndpoint, @Nullable URI s3Endpoint) {
    return of(region, kinesisEndpoint, s3Endpoint, null);
  }

  /** The same, with DynamoDB elsewhere too. */
  static DeployedClients of(
      @Nullable String region,
      @Nullable URI kinesisEndpoint,
      @Nullable URI s3Endpoint,
      @Nullable URI dynamoDbEndpoint) {
    LocalCredentials.forget();
    SdkHttpClient http = UrlConnectionHttpClient.create();
    KinesisClientBuilder kinesis = KinesisClient.builder().httpClient(http);
    S3ClientBuilder s3 = AwsClients.s3Builder(http);
    DynamoDbClientBuilder dynamoDb = DynamoDbClient.builder().httpClient(http);
    if (region != null) {
      kinesis.region(Region.of(region));
      s3.region(Region.of(region));
      dynamoDb.region(Region.of(region));
    }
    if (kinesisEndpoint != null) {
      kinesis.endpointOverride(kinesisEndpoint);
    }
    if (s3Endpoint != null) {
      // A stand-in is reached by an address, which has no room for the bucket's name.
      s3.endpointOverride(s3Endpoint).forcePathStyle(true);
    }
    if (dynamoDbEndpoint != null) {
      dynamoDb.endpointOverride(dynamoDbEndpoint);
    }
    return new DeployedClients(http, kinesis.build(), s3.build(), dynamoDb.build());
  }

  @Override
  public void close() {
    kinesis.close();
    s3.close();
    dynamoDb.close();
    http.close();
  }
}
