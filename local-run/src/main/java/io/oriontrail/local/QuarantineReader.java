package io.oriontrail.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oriontrail.event.InvalidEventException;
import io.oriontrail.event.StepEvent;
import io.oriontrail.event.StepEventJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Reads what ingest put aside. Not safe for use by several threads at once. */
final class QuarantineReader {
  private static final int MAX_LINE = 16 << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final S3Client s3;
  private final @Nullable String bucket;
  private final Set<String> read = new HashSet<>();

  QuarantineReader(S3Client s3, String bucket) {
    this(bucket, s3);
  }

  private QuarantineReader(@Nullable String bucket, S3Client s3) {
    this.s3 = s3;
    this.bucket = bucket;
  }

  /** Where the quarantine's bucket is not known (null), nothing is found there. */
  static QuarantineReader of(S3Client s3, @Nullable String bucket) {
    return new QuarantineReader(bucket, s3);
  }

  /**
   * The legal events among what was put aside since the last call: events that were refused for
   * another reason than their form. Blocks.
   *
   * @throws CliException if the quarantine does not answer
   */
  List<StepEvent> newEvents() {
    List<StepEvent> events = new ArrayList<>();
    if (bucket == null) {
      return events;
    }
    try {
      for (S3Object object :
          s3.listObjectsV2Paginator(request -> request.bucket(bucket)).contents()) {
        if (read.add(object.key())) {
          addEvents(
              s3.getObjectAsBytes(request -> request.bucket(bucket).key(object.key()))
                  .asByteArrayUnsafe(),
              events);
        }
      }
    } catch (SdkException e) {
      throw new CliException("the quarantine does not answer: " + e.getMessage(), e);
    }
    return events;
  }

  private static void addEvents(byte[] object, List<StepEvent> events) {
    try (LineReader lines = new LineReader(new ByteArrayInputStream(object), MAX_LINE)) {
      for (LineReader.Line line = lines.next(); line != null; line = lines.next()) {
        addEvent(JSON.readTree(line.bytes()), events);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a quarantine object is no NDJSON", e);
    }
  }

  private static void addEvent(JsonNode entry, List<StepEvent> events) throws IOException {
    byte[] raw = entry.path("raw").binaryValue();
    if (raw == null) {
      return;
    }
    try {
      if (StepEventJson.decode(raw).message() instanceof StepEvent event) {
        events.add(event);
      }
    } catch (InvalidEventException e) {
      // Unfit in form, so none that a replay sent.
    }
  }
}
