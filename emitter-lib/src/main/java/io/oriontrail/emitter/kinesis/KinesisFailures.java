package io.oriontrail.emitter.kinesis;

import io.oriontrail.emitter.transport.SendException;
import io.oriontrail.emitter.transport.SendException.Kind;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;

/**
 * What a failed request means. Kinesis answers almost everything with status 400, so the error code
 * decides: few codes say that the request itself is at fault, many that nobody may send it.
 */
final class KinesisFailures {
  private static final Set<String> THROTTLES =
      Set.of(
          "ProvisionedThroughputExceededException",
          "LimitExceededException",
          "KMSThrottlingException",
          "ThrottlingException",
          "Throttling",
          "RequestLimitExceeded",
          "SlowDown");

  private static final Set<String> REFUSALS =
      Set.of("ValidationException", "InvalidArgumentException", "SerializationException");

  /** What a session says whose credentials were rotated under it. */
  private static final Set<String> OLD_CREDENTIALS =
      Set.of(
          "ExpiredTokenException",
          "ExpiredToken",
          "UnrecognizedClientException",
          "InvalidClientTokenId",
          "InvalidAccessKeyId");

  private static final int BAD_REQUEST = 400;
  private static final int TOO_LARGE = 413;
  private static final int TOO_MANY = 429;
  private static final int SERVER_ERROR = 500;

  private static final int MAX_CAUSES = 16;

  private KinesisFailures() {}

  static SendException sendException(RuntimeException failure) {
    return new SendException(kind(failure), describe(failure), failure);
  }

  /** Whether it would help to ask the credentials' source again. */
  static boolean wantsNewCredentials(RuntimeException failure) {
    String code = failure instanceof AwsServiceException service ? code(service) : null;
    return code != null && OLD_CREDENTIALS.contains(code);
  }

  private static Kind kind(RuntimeException failure) {
    if (failure instanceof ApiCallTimeoutException
        || failure instanceof ApiCallAttemptTimeoutException) {
      return Kind.TIMED_OUT;
    }
    return failure instanceof AwsServiceException service
        ? kind(service.statusCode(), code(service))
        : Kind.UNAVAILABLE;
  }

  static Kind kind(int status, @Nullable String code) {
    if (status == TOO_MANY || (code != null && THROTTLES.contains(code))) {
      return Kind.THROTTLED;
    }
    if (status == TOO_LARGE || (code != null && REFUSALS.contains(code))) {
      return Kind.REFUSED;
    }
    return status >= BAD_REQUEST && status < SERVER_ERROR ? Kind.DENIED : Kind.UNAVAILABLE;
  }

  private static @Nullable String code(AwsServiceException failure) {
    AwsErrorDetails details = failure.awsErrorDetails();
    return details == null ? null : details.errorCode();
  }

  /** The SDK's own message often hides what happened; its first cause tells. */
  private static @Nullable String describe(RuntimeException failure) {
    Throwable root = failure.getCause();
    for (int depth = 0; root != null && root.getCause() != null && depth < MAX_CAUSES; depth++) {
      root = root.getCause();
    }
    return root == null ? failure.getMessage() : failure.getMessage() + " (" + root + ")";
  }
}
