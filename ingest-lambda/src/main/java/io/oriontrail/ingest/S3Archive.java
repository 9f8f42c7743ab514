package io.oriontrail.ingest;

import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The archive in an S3 bucket. Safe for use by several threads at once. */
final class S3Archive implements Archive {
  private static final int PRECONDITION_FAILED = 412;

  private final Supplier<S3Client> client;
  private final String bucket;

  /** {@code client} is asked for at the first object. */
  S3Archive(Supplier<S3Client> client, String bucket) {
    this.client = client;
    this.bucket = bucket;
  }

  /**
   * On condition that no object has the key: what a redelivery would put is there already, and
   * where an account was erased from an object, a redelivery must not bring it back.
   */
  @Override
  public boolean put(String key, byte[] object) {
    try {
      client
          .get()
          .putObject(
              put -> put.bucket(bucket).key(key).contentType("application/gzip").ifNoneMatch("*"),
              RequestBody.fromBytes(object));
      return true;
    } catch (S3Exception e) {
      if (e.statusCode() == PRECONDITION_FAILED) {
        return false;
      }
      throw refused(key, e);
    } catch (SdkException e) {
      throw refused(key, e);
    }
  }

  private ArchiveException refused(String key, SdkException e) {
    return new ArchiveException(
        "cannot put " + key + " into bucket " + bucket + ": " + e.getMessage(), e);
  }
}
