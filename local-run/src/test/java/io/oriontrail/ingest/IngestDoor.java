package io.oriontrail.ingest;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.oriontrail.store.StepEventWriter;
import java.io.PrintStream;
import java.time.InstantSource;
import software.amazon.awssdk.services.s3.S3Client;

/** Lets tests of the whole line hand parts and time to the handler, which only its package may. */
public final class IngestDoor {
  private IngestDoor() {}

  /** The handler as it is deployed, but for where it writes and for time. */
  public static RequestStreamHandler handler(
      StepEventWriter writer, S3Client s3, String bucket, InstantSource clock, PrintStream out) {
    return new IngestHandler(
        new BatchIngestor(writer, new S3Quarantine(() -> s3, bucket, clock), clock), clock, out);
  }
}
