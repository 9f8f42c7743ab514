package io.oriontrail.ingest;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the archive function. Every variable is checked when the function starts.
 *
 * @param bucket name of the bucket
 * @param payload what of an event's free content may be kept: the rules of ingest
 * @param region of the bucket
 * @param s3Endpoint in place of AWS's, for local runs
 */
public record ArchiveConfig(
    String bucket, PayloadRules payload, String region, @Nullable URI s3Endpoint) {
  public static final String BUCKET = "ORION_ARCHIVE_BUCKET";

  /**
   * Reads the settings; beside the bucket's name they are called as in {@link IngestConfig}.
   *
   * @throws IllegalArgumentException if one is missing or wrong; names the variable and its value
   */
  public static ArchiveConfig from(Map<String, String> environment) {
    return new ArchiveConfig(
        IngestConfig.required(environment, BUCKET, "the name of the archive's S3 bucket"),
        IngestConfig.payload(environment),
        IngestConfig.required(environment, IngestConfig.REGION, "an AWS region such as eu-west-1"),
        IngestConfig.endpoint(environment, IngestConfig.S3_ENDPOINT));
  }
}
