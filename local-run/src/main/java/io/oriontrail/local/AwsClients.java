package io.oriontrail.local;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** The SDK's clients for a set of endpoints, over one HTTP client. Safe for several threads. */
record AwsClients(SdkHttpClient http, KinesisClient kinesis, DynamoDbClient dynamodb, S3Client s3)
    implements AutoCloseable {

  static AwsClients of(AwsEndpoints aws) {
    return of(
        aws.kinesis(),
        aws.dynamodb(),
        aws.s3(),
        Region.of(aws.region()),
        AwsBasicCredentials.create(aws.accessKeyId(), aws.secretAccessKey()));
  }

  static AwsClients of(LineDescription line) {
    return of(
        line.kinesis(),
        line.dynamodb(),
        line.s3(),
        Region.of(line.region()),
        AwsBasicCredentials.create("local", "local"));
  }

  private static AwsClients of(
      URI kinesis, URI dynamodb, URI s3, Region region, AwsBasicCredentials credentials) {
    SdkHttpClient http = UrlConnectionHttpClient.create();
    StaticCredentialsProvider provider = StaticCredentialsProvider.create(credentials);
    return new AwsClients(
        http,
        local(KinesisClient.builder().httpClient(http), kinesis, region, provider).build(),
        local(DynamoDbClient.builder().httpClient(http), dynamodb, region, provider).build(),
        local(s3Builder(http).forcePathStyle(true), s3, region, provider).build());
  }

  /**
   * Without waiting for "100 Continue": on a connection that the server has just closed that fails
   * with an exception that the SDK does not try again.
   */
  static S3ClientBuilder s3Builder(SdkHttpClient http) {
    return S3Client.builder()
        .httpClient(http)
        .serviceConfiguration(s3 -> s3.expectContinueEnabled(false));
  }

  private static <B extends AwsClientBuilder<B, C>, C> B local(
      B builder, URI endpoint, Region region, StaticCredentialsProvider credentials) {
    return builder.endpointOverride(endpoint).region(region).credentialsProvider(credentials);
  }

  @Override
  public void close() {
    kinesis.close();
    dynamodb.close();
    s3.close();
    http.close();
  }
}
