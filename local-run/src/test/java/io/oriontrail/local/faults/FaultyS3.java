package io.oriontrail.local.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** S3's PutObject in memory, which can be down. Safe for use by several threads at once. */
final class FaultyS3 implements S3Client {
  private final Map<String, byte[]> objects = new TreeMap<>();
  private final KillSwitch kill;
  private BooleanSupplier down = () -> false;

  FaultyS3(KillSwitch kill) {
    this.kill = kill;
  }

  /** Asked at each call. */
  synchronized void downWhen(BooleanSupplier newDown) {
    down = newDown;
  }

  synchronized Map<String, byte[]> objects() {
    return new TreeMap<>(objects);
  }

  @Override
  public synchronized PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
    kill.step("before quarantine");
    if (down.getAsBoolean()) {
      throw (S3Exception)
          S3Exception.builder().statusCode(503).message("Reduce your request rate.").build();
    }
    try {
      objects.put(request.key(), body.contentStreamProvider().newStream().readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
    kill.step("after quarantine");
    return PutObjectResponse.builder().build();
  }

  @Override
  public String serviceName() {
    return "s3";
  }

  @Override
  public void close() {}
}
