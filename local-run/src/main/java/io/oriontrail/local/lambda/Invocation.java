package io.oriontrail.local.lambda;

import java.time.Duration;
import java.util.Locale;
import java.util.UUID;

/** One invocation on its way to an instance. Immutable. */
final class Invocation {
  private final String requestId = UUID.randomUUID().toString();
  private final byte[] payload;
  private final Duration timeout;

  Invocation(byte[] payload, Duration timeout) {
    this.payload = payload;
    this.timeout = timeout;
  }

  String requestId() {
    return requestId;
  }

  byte[] payload() {
    return payload;
  }

  Duration timeout() {
    return timeout;
  }

  /** In the service's words. */
  Outcome.FunctionError timedOut() {
    return new Outcome.FunctionError(
        "Sandbox.Timedout",
        String.format(
            Locale.ROOT,
            "RequestId: %s Error: Task timed out after %.2f seconds",
            requestId,
            timeout.toMillis() / 1000.0));
  }

  Outcome.FunctionError exited(String how) {
    return new Outcome.FunctionError(
        "Runtime.ExitError",
        "RequestId: " + requestId + " Error: Runtime exited with error: " + how);
  }
}
