package io.oriontrail.local;

import io.oriontrail.local.child.ServerSettings;
import io.oriontrail.local.dynamodb.DynamoDbLocal;
import io.oriontrail.local.kinesis.KinesisServer;
import io.oriontrail.local.kinesis.KinesisSettings;
import io.oriontrail.local.s3.S3Local;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * This machine's own parts: Kinesis inside this JVM, AWS's DynamoDB Local and s3proxy each in a JVM
 * of its own. All on loopback, on free ports.
 */
final class EmbeddedEndpoints implements AwsEndpoints {
  private static final long BYTES_PER_SHARD = 32L << 20;

  private final KinesisServer kinesis;
  private final DynamoDbLocal dynamodb;
  private final S3Local s3;

  private EmbeddedEndpoints(KinesisServer kinesis, DynamoDbLocal dynamodb, S3Local s3) {
    this.kinesis = kinesis;
    this.dynamodb = dynamodb;
    this.s3 = s3;
  }

  /**
   * Starts all three side by side and blocks until they answer.
   *
   * @param root the repository, whose build products are run
   * @param data where to keep tables and objects between runs; null: in memory
   * @param started told the name of each part once it is there
   * @throws CliException if one does not start; what had started is stopped
   */
  static EmbeddedEndpoints start(Path root, @Nullable Path data, Consumer<String> started) {
    return start(root, data, 1, started);
  }

  /** The same for a stream that {@code readers} read, each at its own pace. */
  static EmbeddedEndpoints start(
      Path root, @Nullable Path data, int readers, Consumer<String> started) {
    return start(root, data, readers, BYTES_PER_SHARD, started);
  }

  /** The same with so much room for records in each shard. */
  static EmbeddedEndpoints start(
      Path root, @Nullable Path data, int readers, long bytesPerShard, Consumer<String> started) {
    CompletableFuture<DynamoDbLocal> dynamodb =
        CompletableFuture.supplyAsync(
            () ->
                DynamoDbLocal.start(
                    ServerSettings.create()
                        .withRoot(root)
                        .withData(data == null ? null : data.resolve("dynamodb"))));
    CompletableFuture<S3Local> s3 =
        CompletableFuture.supplyAsync(
            () ->
                S3Local.start(
                    ServerSettings.create()
                        .withRoot(root)
                        .withData(data == null ? null : data.resolve("s3"))));
    try {
      EmbeddedEndpoints endpoints =
          new EmbeddedEndpoints(startKinesis(readers, bytesPerShard), dynamodb.join(), s3.join());
      started.accept("Kinesis endpoint " + endpoints.kinesis());
      started.accept("DynamoDB Local " + endpoints.dynamodb());
      started.accept("S3 (s3proxy) " + endpoints.s3());
      return endpoints;
    } catch (CompletionException e) {
      // The other one may still be starting.
      var _ = dynamodb.thenAccept(DynamoDbLocal::close);
      var _ = s3.thenAccept(S3Local::close);
      throw CliException.from(e);
    }
  }

  /**
   * A reader that falls behind slows its producers, as throttling would; nothing gets lost unseen.
   */
  static KinesisServer startKinesis(int readers) {
    return startKinesis(readers, BYTES_PER_SHARD);
  }

  private static KinesisServer startKinesis(int readers, long bytesPerShard) {
    return KinesisServer.start(
        KinesisSettings.defaults()
            .withBytesPerShard(bytesPerShard, KinesisSettings.WhenFull.REFUSE_WHILE_UNREAD)
            .withReaders(readers));
  }

  /** The process that holds the tables. */
  long tablesPid() {
    return dynamodb.pid();
  }

  /** The process that holds the buckets. */
  long bucketsPid() {
    return s3.pid();
  }

  @Override
  public URI kinesis() {
    return kinesis.endpoint();
  }

  @Override
  public URI dynamodb() {
    return dynamodb.endpoint();
  }

  @Override
  public URI s3() {
    return s3.endpoint();
  }

  @Override
  public void close() {
    kinesis.close();
    dynamodb.close();
    s3.close();
  }
}
