package io.oriontrail.local;

import java.net.URI;

/**
 * Where the AWS services of a line are: this process's own parts, or LocalStack. The end-to-end
 * tests know nothing else about them. Our own parts take any region and any credentials.
 */
public interface AwsEndpoints extends AutoCloseable {
  URI kinesis();

  URI dynamodb();

  URI s3();

  default String region() {
    return "us-east-1";
  }

  default String accessKeyId() {
    return "local";
  }

  default String secretAccessKey() {
    return "local";
  }

  /** Stops what was started for this. */
  @Override
  void close();
}
