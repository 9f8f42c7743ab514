package io.oriontrail.ingest;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/** Clients of AWS, made from an environment as Lambda sets it or as a local run does. */
final class AwsClients {
  private static final Duration CONNECT = Duration.ofSeconds(1);
  private static final Duration READ = Duration.ofSeconds(5);

  /** A last resort: the store bounds each of its calls, and more closely. */
  private static final Duration STORE_READ = Duration.ofSeconds(30);

  /** Calls to DynamoDB in flight at once, and some for S3. */
  private static final String KEPT_CONNECTIONS = "32";

  private final Region region;
  private final @Nullable URI dynamoDbEndpoint;
  private final @Nullable URI s3Endpoint;
  private final AwsCredentialsProvider credentials;

  AwsClients(IngestConfig config, Map<String, String> environment) {
    this(config.region(), config.dynamoDbEndpoint(), config.s3Endpoint(), environment);
  }

  /** The endpoints are null for AWS's own. */
  AwsClients(
      String region,
      @Nullable URI dynamoDbEndpoint,
      @Nullable URI s3Endpoint,
      Map<String, String> environment) {
    this.region = Region.of(region);
    this.dynamoDbEndpoint = dynamoDbEndpoint;
    this.s3Endpoint = s3Endpoint;
    this.credentials = credentials(environment);
    // The JDK keeps 5 idle connections to a host unless told otherwise: every further call in
    // flight would pay for a TLS handshake.
    if (System.getProperty("http.maxConnections") == null) {
      System.setProperty("http.maxConnections", KEPT_CONNECTIONS);
    }
  }

  /** Tries every call once: the store tries again itself, and knows until when. */
  DynamoDbClient dynamoDb() {
    return dynamoDb(
        UrlConnectionHttpClient.builder()
            .connectionTimeout(CONNECT)
            .socketTimeout(STORE_READ)
            .build());
  }

  DynamoDbClient dynamoDb(SdkHttpClient http) {
    var builder =
        DynamoDbClient.builder()
            .region(region)
            .credentialsProvider(credentials)
            .httpClient(http)
            .overrideConfiguration(call -> call.retryStrategy(AwsRetryStrategy.doNotRetry()));
    URI endpoint = dynamoDbEndpoint;
    return (endpoint == null ? builder : builder.endpointOverride(endpoint)).build();
  }

  S3Client s3() {
    var builder =
        S3Client.builder()
            .region(region)
            .credentialsProvider(credentials)
            // Waiting for "100 Continue" on a connection that the server has just closed fails with
            // an exception that the SDK does not try again.
            .serviceConfiguration(s3 -> s3.expectContinueEnabled(false))
            .httpClientBuilder(
                UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(READ));
    URI endpoint = s3Endpoint;
    // Stand-ins for S3 are reached by an address, which has no room for the bucket's name.
    return (endpoint == null ? builder : builder.endpointOverride(endpoint).forcePathStyle(true))
        .build();
  }

  private static AwsCredentialsProvider credentials(Map<String, String> environment) {
    String id = environment.get("AWS_ACCESS_KEY_ID");
    String secret = environment.get("AWS_SECRET_ACCESS_KEY");
    String session = environment.get("AWS_SESSION_TOKEN");
    if (id == null || secret == null) {
      return DefaultCredentialsProvider.builder().build();
    }
    return StaticCredentialsProvider.create(fixed(id, secret, session));
  }

  private static AwsCredentials fixed(String id, String secret, @Nullable String session) {
    return session == null
        ? AwsBasicCredentials.create(id, secret)
        : AwsSessionCredentials.create(id, secret, session);
  }
}
