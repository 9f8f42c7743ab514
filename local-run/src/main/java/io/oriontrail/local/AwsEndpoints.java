package io.oriontrail.local;

import java.net.URI;

/**
 * Where the AWS services of a line are: this process's own parts, or LocalStack. The end-to-end
 * tests know nothing else about them.
 */
public interface AwsEndpoints extends AutoCloseable {
  URI kinesis();

  URI dynamodb();

  URI s3();

  String region();

  String accessKeyId();

  String secretAccessKey();

  /** Stops what was started for this. */
  @Override
  void close();
}
