package io.oriontrail.local.redrive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Empties a bucket of things set aside into the stream. What the stream has taken is removed from
 * the bucket afterwards, so a redrive that breaks off has lost nothing, and the next one sends some
 * of it twice, which lands on the same items. What is still unfit stays where it is with its
 * reason.
 *
 * <p>Not safe for use by several threads at once; two redrives at once only send things twice.
 * Blocks. What fails in the bucket itself comes out as the SDK's exception.
 */
public final class Redrive {
  private final S3Client s3;
  private final Resender resender;
  private final Predicate<String> reasons;
  private final boolean dryRun;
  private final Consumer<String> notes;

  /**
   * A redrive into the stream.
   *
   * @param reasons which to send of what was set aside
   * @param dryRun whether to look only: what would be sent counts as sent
   * @param notes told in a sentence of each object that cannot be taken apart
   */
  public Redrive(
      S3Client s3,
      KinesisClient kinesis,
      String stream,
      Predicate<String> reasons,
      boolean dryRun,
      Consumer<String> notes) {
    this.s3 = s3;
    this.resender = new Resender(kinesis, stream);
    this.reasons = reasons;
    this.dryRun = dryRun;
    this.notes = notes;
  }

  /** Sends what ingest can read by now of what it could not. */
  public RedriveCounts quarantine(String bucket) {
    return redrive(bucket, QuarantineObject::read);
  }

  /** Sends the batches that the event source mapping gave up. */
  public RedriveCounts failures(String bucket) {
    return redrive(bucket, FailureObject::read);
  }

  @FunctionalInterface
  private interface Form {
    SetAside read(byte[] object) throws IOException;
  }

  private RedriveCounts redrive(String bucket, Form form) {
    Tally tally = new Tally();
    // Listed first: what comes back while it is sent waits for the next redrive.
    List<String> keys =
        s3.listObjectsV2Paginator(request -> request.bucket(bucket)).contents().stream()
            .map(S3Object::key)
            .toList();
    for (String key : keys) {
      tally.objects++;
      byte[] object =
          s3.getObjectAsBytes(request -> request.bucket(bucket).key(key)).asByteArrayUnsafe();
      try {
        redrive(bucket, key, form.read(object), tally);
      } catch (IOException e) {
        tally.unreadable++;
        notes.accept(bucket + "/" + key + " stays: " + e.getMessage());
      }
    }
    return tally.counts();
  }

  private void redrive(String bucket, String key, SetAside object, Tally tally) {
    List<Integer> due = new ArrayList<>();
    for (int i = 0; i < object.pieces().size(); i++) {
      String reason = object.pieces().get(i).reason();
      if (!reasons.test(reason)) {
        tally.passedBy++;
      } else if (!object.isFit(i)) {
        tally.unfit.merge(reason, 1L, Long::sum);
      } else {
        due.add(i);
      }
    }
    List<Integer> sent = dryRun ? due : resender.send(object.pieces(), due);
    tally.found += object.pieces().size();
    tally.sent += sent.size();
    tally.refused += due.size() - sent.size();
    if (!dryRun) {
      remove(bucket, key, object, sent);
    }
  }

  private void remove(String bucket, String key, SetAside object, List<Integer> sent) {
    if (sent.size() == object.pieces().size()) {
      s3.deleteObject(request -> request.bucket(bucket).key(key));
    } else if (!sent.isEmpty()) {
      s3.putObject(
          request -> request.bucket(bucket).key(key), RequestBody.fromBytes(object.without(sent)));
    }
  }

  private static final class Tally {
    int objects;
    int unreadable;
    long found;
    long sent;
    long passedBy;
    long refused;
    final Map<String, Long> unfit = new HashMap<>();

    RedriveCounts counts() {
      return new RedriveCounts(objects, unreadable, found, sent, unfit, passedBy, refused);
    }
  }
}
