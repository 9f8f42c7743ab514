package io.oriontrail.local.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oriontrail.local.child.ServerSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

class S3LocalIT {
  /** For an answer: of a machine that does much else besides. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final String BUCKET = "orion-quarantine";
  private static final String KEY = "quarantine/2026/11/22/shardId-000000000000-49.ndjson";

  @Test
  void inMemory_objectPut_isListedAndReadAgain() {
    try (S3Local s3 = S3Local.start(ServerSettings.create());
        S3Client client = client(s3)) {
      client.createBucket(bucket -> bucket.bucket(BUCKET));
      put(client, "a line\n");

      assertThat(client.listObjectsV2(list -> list.bucket(BUCKET).prefix("quarantine/")).contents())
          .extracting(S3Object::key)
          .containsExactly(KEY);
      assertThat(read(client)).isEqualTo("a line\n");
      assertThat(s3.endpoint().getHost()).isEqualTo("127.0.0.1");
    }
  }

  /** As with S3 itself: a reader lists and then reads what it was told. */
  @Test
  void list_whileObjectsArePut_showsOnlyWholeOnes() throws Exception {
    byte[] object = new byte[1 << 20];
    try (S3Local s3 = S3Local.start(ServerSettings.create());
        S3Client client = client(s3);
        ExecutorService putting = Executors.newFixedThreadPool(2)) {
      client.createBucket(bucket -> bucket.bucket(BUCKET));
      List<Future<?>> puts = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        String key = "object-" + i;
        puts.add(
            putting.submit(
                () ->
                    client.putObject(
                        put -> put.bucket(BUCKET).key(key), RequestBody.fromBytes(object))));
      }
      int most = 0;
      while (most < puts.size()) {
        List<S3Object> listed = client.listObjectsV2(list -> list.bucket(BUCKET)).contents();
        assertThat(listed).allSatisfy(S3LocalIT::requireWhole);
        most = Math.max(most, listed.size());
      }
      for (Future<?> put : puts) {
        put.get();
      }
    }
  }

  private static void requireWhole(S3Object object) {
    assertThat(object.key()).matches("object-[0-9]+");
    assertThat(object.size()).isEqualTo(1 << 20);
  }

  @Test
  void dataFolder_restarted_keepsItsObjects(@TempDir Path folder) {
    ServerSettings settings = ServerSettings.create().withData(folder.resolve("new"));
    try (S3Local s3 = S3Local.start(settings);
        S3Client client = client(s3)) {
      client.createBucket(bucket -> bucket.bucket(BUCKET));
      put(client, "ß 🜁");
    }
    try (S3Local s3 = S3Local.start(settings);
        S3Client client = client(s3)) {
      assertThat(read(client)).isEqualTo("ß 🜁");
    }
  }

  @Test
  void portInUse_start_saysSo() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ServerSettings settings = ServerSettings.create().withPort(taken.getLocalPort());

      assertThatThrownBy(() -> S3Local.start(settings).close())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("s3-local ended before it listened")
          .hasMessageContaining("127.0.0.1:" + taken.getLocalPort());
    }
  }

  private static void put(S3Client client, String text) {
    client.putObject(put -> put.bucket(BUCKET).key(KEY), RequestBody.fromString(text));
  }

  private static String read(S3Client client) {
    return client.getObjectAsBytes(get -> get.bucket(BUCKET).key(KEY)).asUtf8String();
  }

  private static S3Client client(S3Local s3) {
    return S3Client.builder()
        .endpointOverride(s3.endpoint())
        .forcePathStyle(true)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
        .serviceConfiguration(service -> service.expectContinueEnabled(false))
        .httpClientBuilder(
            UrlConnectionHttpClient.builder().connectionTimeout(PATIENCE).socketTimeout(PATIENCE))
        .build();
  }
}
