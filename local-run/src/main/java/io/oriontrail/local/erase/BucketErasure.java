package io.oriontrail.local.erase;

import io.oriontrail.local.erase.ErasableForm.Stripped;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Goes through a bucket, with all versions of its objects where it keeps them, and takes accounts
 * out. An object is put again without them and the version with them is deleted for good; an older
 * version that holds them is deleted as a whole. What does not hold them is not touched. For one
 * thread; what fails in the bucket itself comes out as the SDK's exception.
 */
final class BucketErasure {
  private final S3Client s3;
  private final String bucket;
  private final ErasableForm form;
  private final boolean dryRun;
  private final Consumer<String> notes;
  private @Nullable Boolean versioned;

  /** One version of an object; null is its id where the bucket keeps none. */
  private record Version(String key, @Nullable String id, boolean latest) {}

  BucketErasure(
      S3Client s3, String bucket, ErasableForm form, boolean dryRun, Consumer<String> notes) {
    this.s3 = s3;
    this.bucket = bucket;
    this.form = form;
    this.dryRun = dryRun;
    this.notes = notes;
  }

  /** Goes through what lies below the prefix. */
  BucketCounts run(String prefix) {
    BucketCounts counts = BucketCounts.NONE;
    for (Version version : versions(prefix)) {
      counts = counts.plus(erase(version));
    }
    return counts;
  }

  private BucketCounts erase(Version version) {
    ResponseBytes<GetObjectResponse> object =
        s3.getObjectAsBytes(get -> get.bucket(bucket).key(version.key()).versionId(version.id()));
    Stripped stripped;
    try {
      stripped = form.strip(object.asByteArrayUnsafe());
    } catch (IOException e) {
      notes.accept(
          "%s/%s stays, whatever it holds: %s".formatted(bucket, version.key(), e.getMessage()));
      return new BucketCounts(1, 1, 0, 0, 0, 0, 0);
    }
    if (stripped.erased() == 0) {
      return new BucketCounts(1, 0, 0, 0, 0, stripped.kept(), stripped.unclear());
    }
    byte[] rest = version.latest() ? stripped.rest() : null;
    if (!dryRun) {
      if (rest != null) {
        replace(version, rest, object.response());
      }
      if (rest == null || version.id() != null) {
        s3.deleteObject(delete -> delete.bucket(bucket).key(version.key()).versionId(version.id()));
      }
    }
    // Of an older version nothing is kept: what else it held lies in the one after it, or was
    // deleted by somebody.
    long erased = version.latest() ? stripped.erased() : stripped.erased() + stripped.kept();
    return new BucketCounts(
        1,
        0,
        rest == null ? 0 : 1,
        rest == null ? 1 : 0,
        erased,
        stripped.erased() + stripped.kept() - erased,
        version.latest() ? stripped.unclear() : 0);
  }

  private void replace(Version version, byte[] rest, GetObjectResponse was) {
    s3.putObject(
        put ->
            put.bucket(bucket)
                .key(version.key())
                .contentType(was.contentType())
                // In the tier that it is in: it does not begin its way through them again.
                .storageClass(was.storageClassAsString()),
        RequestBody.fromBytes(rest));
  }

  private List<Version> versions(String prefix) {
    if (!isVersioned()) {
      return s3
          .listObjectsV2Paginator(list -> list.bucket(bucket).prefix(prefix))
          .contents()
          .stream()
          .map(object -> new Version(object.key(), null, true))
          .toList();
    }
    return s3
        .listObjectVersionsPaginator(list -> list.bucket(bucket).prefix(prefix))
        .versions()
        .stream()
        .map(each -> new Version(each.key(), each.versionId(), each.isLatest()))
        .toList();
  }

  private boolean isVersioned() {
    if (versioned == null) {
      // Also where it is suspended: older ones are there still.
      versioned = s3.getBucketVersioning(ask -> ask.bucket(bucket)).statusAsString() != null;
    }
    return versioned;
  }
}
