package io.oriontrail.infra;

import java.util.List;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.lambda.DlqDestinationConfig;
import software.amazon.awscdk.services.lambda.IEventSourceDlq;
import software.amazon.awscdk.services.lambda.IEventSourceMapping;
import software.amazon.awscdk.services.lambda.IFunction;

/**
 * A bucket as the destination of batches that Lambda gives up on: the records themselves with the
 * reason. CDK's own {@code S3OnFailureDestination} would let the function read and delete them; the
 * function's role needs to put and list, no more.
 */
final class FailureDestination implements IEventSourceDlq {
  /** What Lambda puts before the keys of such objects. */
  private static final String KEY_PREFIX = "aws/lambda/";

  private final SetAsideBucket failures;

  FailureDestination(SetAsideBucket failures, Role role) {
    this.failures = failures;
    failures.grantPutting(role, KEY_PREFIX);
    Grant.allow(role, List.of("s3:ListBucket"), failures.bucket().getBucketArn());
  }

  @Override
  public DlqDestinationConfig bind(IEventSourceMapping mapping, IFunction target) {
    return DlqDestinationConfig.builder().destination(failures.bucket().getBucketArn()).build();
  }
}
