package io.oriontrail.local.lambda;

import java.nio.charset.StandardCharsets;

/** How an invocation ended. */
public sealed interface Outcome {
  /** The function returned. */
  final class Success implements Outcome {
    private final byte[] payload;

    public Success(byte[] payload) {
      this.payload = payload;
    }

    /** What it returned, not a copy of it. */
    public byte[] payload() {
      return payload;
    }

    @Override
    public String toString() {
      return "Success[" + new String(payload, StandardCharsets.UTF_8) + "]";
    }
  }

  /**
   * The function threw, ran out of time, or took its JVM down. In the cloud: status 200 with
   * X-Amz-Function-Error.
   *
   * @param type the exception's class, or such as {@code Sandbox.Timedout}
   */
  record FunctionError(String type, String message) implements Outcome {}

  /**
   * The service would not run the function: throttled, payload too large.
   *
   * @param type such as {@code TooManyRequestsException}
   */
  record ServiceError(String type, String message) implements Outcome {}
}
