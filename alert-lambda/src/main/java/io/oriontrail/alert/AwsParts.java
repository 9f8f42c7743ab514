package io.oriontrail.alert;

import io.oriontrail.store.DynamoDbEventStore;
import io.oriontrail.store.DynamoDbRollupStore;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sns.SnsClient;

/** The parts of alerting on AWS, made from settings as Lambda sets them or as a local run does. */
final class AwsParts {
  private final AlertConfig config;
  private final Limits limits;
  private final AwsCredentialsProvider credentials;

  /**
   * How long others are waited for.
   *
   * @param connect until a connection is there
   * @param attempt for the answer to one request
   * @param call for that and to try again
   * @param lookup for all that a message says of failures; an alarm waits no longer for its context
   * @param chat for a chat's answer
   */
  record Limits(Duration connect, Duration attempt, Duration call, Duration lookup, Duration chat) {
    /** As deployed. */
    static final Limits DEPLOYED =
        new Limits(
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(6),
            Duration.ofSeconds(5));

    static Limits all(Duration limit) {
      return new Limits(limit, limit, limit, limit, limit);
    }
  }

  private AwsParts(AlertConfig config, Limits limits, Map<String, String> environment) {
    this.config = config;
    this.limits = limits;
    this.credentials = credentials(environment);
  }

  static Alerting.Parts of(
      AlertConfig config, Limits limits, Map<String, String> environment, InstantSource clock) {
    return new AwsParts(config, limits, environment).parts(clock);
  }

  private Alerting.Parts parts(InstantSource clock) {
    DynamoDbClient dynamoDb =
        with(DynamoDbClient.builder(), config.dynamoDbEndpoint()).httpClient(http()).build();
    DynamoDbEventStore events =
        new DynamoDbEventStore(dynamoDb, config.eventTable(), config.retention(), clock);
    DynamoDbRollupStore rollups =
        new DynamoDbRollupStore(dynamoDb, config.rollupTable(), config.retention(), clock);
    return new Alerting.Parts(
        config.stage(),
        config.groups(),
        config.groupFor(),
        new DynamoDbGroupStore(dynamoDb, config.alertTable(), clock),
        new FailureLookup(
            rollups.reader(events), events, clock, limits.lookup(), config.executions()),
        new DashboardLinks(config.dashboard()),
        channels());
  }

  private Map<Severity, List<Channel>> channels() {
    SnsClient sns = with(SnsClient.builder(), config.snsEndpoint()).httpClient(http()).build();
    HttpClient http = HttpClient.newBuilder().connectTimeout(limits.attempt()).build();
    Map<Severity, List<Channel>> channels = new EnumMap<>(Severity.class);
    config
        .receivers()
        .forEach(
            (severity, receivers) -> {
              List<Channel> all = new ArrayList<>();
              all.add(new AwsTopic(sns, receivers.topic()));
              if (receivers.chat() != null) {
                all.add(
                    new ChatWebhook(
                        http, new AwsSecret(secrets(), receivers.chat()), limits.chat()));
              }
              channels.put(severity, all);
            });
    return channels;
  }

  private SecretsManagerClient secrets() {
    return with(SecretsManagerClient.builder(), config.secretsEndpoint())
        .httpClient(http())
        .build();
  }

  private SdkHttpClient http() {
    return UrlConnectionHttpClient.builder()
        .connectionTimeout(limits.connect())
        .socketTimeout(limits.attempt())
        .build();
  }

  private <B extends AwsClientBuilder<B, C>, C> B with(B builder, @Nullable URI endpoint) {
    builder
        .region(Region.of(config.region()))
        .credentialsProvider(credentials)
        .overrideConfiguration(
            ClientOverrideConfiguration.builder()
                .apiCallTimeout(limits.call())
                .apiCallAttemptTimeout(limits.attempt())
                .build());
    return endpoint == null ? builder : builder.endpointOverride(endpoint);
  }

  private static AwsCredentialsProvider credentials(Map<String, String> environment) {
    String id = environment.get("AWS_ACCESS_KEY_ID");
    String secret = environment.get("AWS_SECRET_ACCESS_KEY");
    String session = environment.get("AWS_SESSION_TOKEN");
    if (id == null || secret == null) {
      return DefaultCredentialsProvider.builder().build();
    }
    return StaticCredentialsProvider.create(
        session == null
            ? AwsBasicCredentials.create(id, secret)
            : AwsSessionCredentials.create(id, secret, session));
  }
}
