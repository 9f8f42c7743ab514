package io.oriontrail.query;

import java.util.List;
import java.util.Map;

/** A request cannot be answered; becomes an {@code application/problem+json} answer (RFC 9457). */
final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ProblemType type;
  private final transient Map<String, String> headers;
  private final transient List<String> hints;
  private final transient List<String> nearest;

  /** {@code detail}: what is wrong and what to do, for people. */
  ProblemException(ProblemType type, String detail) {
    this(type, detail, Map.of(), List.of());
  }

  /**
   * The same with more to say.
   *
   * @param headers that go with the answer
   * @param hints what may be the reason
   */
  ProblemException(
      ProblemType type, String detail, Map<String, String> headers, List<String> hints) {
    this(type, detail, headers, hints, List.of());
  }

  /** The same of an unknown execution; {@code nearest}: ids that may have been meant. */
  ProblemException(
      ProblemType type,
      String detail,
      Map<String, String> headers,
      List<String> hints,
      List<String> nearest) {
    // A wrong request is no failure of this program: nobody reads its stack trace.
    super(detail, null, false, false);
    this.type = type;
    this.headers = Map.copyOf(headers);
    this.hints = List.copyOf(hints);
    this.nearest = List.copyOf(nearest);
  }

  ProblemType type() {
    return type;
  }

  String detail() {
    return String.valueOf(getMessage());
  }

  Map<String, String> headers() {
    return headers;
  }

  List<String> hints() {
    return hints;
  }

  List<String> nearest() {
    return nearest;
  }
}
