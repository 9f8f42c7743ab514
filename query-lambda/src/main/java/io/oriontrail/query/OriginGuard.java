package io.oriontrail.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.List;

/**
 * Lets requests pass that came by way of the edge (CloudFront), which proves itself by a secret in
 * a header. More than one secret is good at a time, so that they can be replaced without a gap.
 * Safe for use by several threads at once.
 */
final class OriginGuard {
  private final List<byte[]> secrets;

  private OriginGuard(List<byte[]> secrets) {
    this.secrets = secrets;
  }

  /** {@code secrets}: any of which is good; with none of them every request passes. */
  static OriginGuard of(List<String> secrets) {
    return new OriginGuard(secrets.stream().map(secret -> secret.getBytes(UTF_8)).toList());
  }

  /** Every secret is compared, in a time that does not depend on how much of it was guessed. */
  boolean admits(Request request) {
    String header = request.header(QueryConfig.ORIGIN_HEADER);
    byte[] shown = (header == null ? "" : header).getBytes(UTF_8);
    boolean good = secrets.isEmpty();
    for (byte[] secret : secrets) {
      good |= MessageDigest.isEqual(secret, shown);
    }
    return good;
  }

  /**
   * What others are told. Asks neither the stores nor the audit: nobody's data was looked at, and
   * whoever goes around the edge's firewall and throttles should cost nothing.
   */
  static QueryApi.Answer refusal(Request request, String requestId) {
    ProblemException elsewhere =
        new ProblemException(
            ProblemType.FORBIDDEN,
            "This API answers at the dashboard's address only; ask there, under the same path.");
    return new QueryApi.Answer(
        Route.of(request.path()).name(), ProblemJson.response(elsewhere, request, requestId), null);
  }
}
