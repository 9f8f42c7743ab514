package io.oriontrail.emitter.kinesis;

import io.oriontrail.emitter.transport.RecordSender;
import io.oriontrail.emitter.transport.SendException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.KinesisClientBuilder;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

/**
 * Sends records with {@code PutRecords}, each under a random partition key so that load spreads
 * evenly over the shards. The client is made with the first request, on the thread that sends it;
 * it tries once, without the SDK's own retries.
 */
public final class KinesisSender implements RecordSender {
  private static final String THROTTLED = "ProvisionedThroughputExceededException";
  private static final String ARN = "arn:";
  private static final int PARTITION_KEY_RADIX = 36;

  private final String streamName;
  private final @Nullable URI endpoint;
  private final @Nullable String region;
  private final Duration timeout;
  private final Supplier<AwsCredentialsProvider> credentials;
  private @Nullable KinesisClient client;
  private boolean closed;

  /**
   * Neither connects nor looks for credentials.
   *
   * @param streamName the stream's name, or its ARN
   * @param endpoint null for AWS
   * @param region null for the SDK's own search
   * @param timeout of one request
   */
  public KinesisSender(
      String streamName, @Nullable URI endpoint, @Nullable String region, Duration timeout) {
    this(streamName, endpoint, region, timeout, () -> credentialsFor(endpoint));
  }

  /** {@code credentials}: asked for each new client, and a client is new after they expired. */
  KinesisSender(
      String streamName,
      @Nullable URI endpoint,
      @Nullable String region,
      Duration timeout,
      Supplier<AwsCredentialsProvider> credentials) {
    this.credentials = credentials;
    this.streamName = streamName;
    this.endpoint = endpoint;
    this.region = region;
    this.timeout = timeout;
  }

  @Override
  public List<Outcome> send(List<byte[]> records) throws SendException {
    PutRecordsResponse response;
    KinesisClient current = client();
    try {
      response = current.putRecords(request(records));
    } catch (RuntimeException e) {
      if (KinesisFailures.wantsNewCredentials(e)) {
        forget(current); // the next one looks for credentials afresh
      }
      throw KinesisFailures.sendException(e);
    }
    List<Outcome> outcomes = new ArrayList<>(records.size());
    for (PutRecordsResultEntry entry : response.records()) {
      outcomes.add(outcome(entry));
    }
    return outcomes;
  }

  @Override
  public synchronized void reconnect() {
    KinesisClient existing = client;
    if (existing != null) {
      forget(existing);
    }
  }

  private synchronized void forget(KinesisClient old) {
    if (old.equals(client)) {
      client = null;
      old.close();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    reconnect();
  }

  private PutRecordsRequest request(List<byte[]> records) {
    List<PutRecordsRequestEntry> entries = new ArrayList<>(records.size());
    for (byte[] data : records) {
      entries.add(
          PutRecordsRequestEntry.builder()
              .partitionKey(randomKey())
              .data(SdkBytes.fromByteArrayUnsafe(data))
              .build());
    }
    PutRecordsRequest.Builder request = PutRecordsRequest.builder().records(entries);
    // A stream of another account can be named by its ARN only.
    return (streamName.startsWith(ARN)
            ? request.streamARN(streamName)
            : request.streamName(streamName))
        .build();
  }

  private static String randomKey() {
    return Long.toUnsignedString(ThreadLocalRandom.current().nextLong(), PARTITION_KEY_RADIX);
  }

  /** Only a sequence number proves that a record is in the stream. */
  private static Outcome outcome(PutRecordsResultEntry entry) {
    if (entry.sequenceNumber() != null && !entry.sequenceNumber().isEmpty()) {
      return Outcome.STORED;
    }
    return THROTTLED.equals(entry.errorCode()) ? Outcome.THROTTLED : Outcome.FAILED;
  }

  private synchronized KinesisClient client() throws SendException {
    if (closed) {
      throw new SendException(SendException.Kind.UNAVAILABLE, "the sender is closed", null);
    }
    KinesisClient existing = client;
    if (existing != null) {
      return existing;
    }
    KinesisClient created = create();
    client = created;
    return created;
  }

  private KinesisClient create() {
    KinesisClientBuilder builder =
        KinesisClient.builder()
            .httpClientBuilder(
                UrlConnectionHttpClient.builder().connectionTimeout(timeout).socketTimeout(timeout))
            .overrideConfiguration(
                config ->
                    config
                        .retryStrategy(DefaultRetryStrategy.doNotRetry())
                        .apiCallAttemptTimeout(timeout)
                        .apiCallTimeout(timeout))
            .credentialsProvider(credentials.get());
    if (region != null) {
      builder.region(Region.of(region));
    }
    if (endpoint != null) {
      builder.endpointOverride(endpoint);
    }
    return builder.build();
  }

  private static AwsCredentialsProvider credentialsFor(@Nullable URI endpoint) {
    return endpoint != null && isOnThisMachine(endpoint)
        ? StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"))
        : DefaultCredentialsProvider.builder().build();
  }

  private static boolean isOnThisMachine(URI endpoint) {
    String host = endpoint.getHost();
    return host != null
        && (host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]"));
  }
}
