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
        local(S3Client.builder().httpClient(http).forcePathStyle(true), s3, region, provider)
            .build());
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
