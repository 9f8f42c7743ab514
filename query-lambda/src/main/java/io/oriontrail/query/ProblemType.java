package io.oriontrail.query;

import java.util.Locale;

/**
 * What can be wrong with a request, or with answering it; stable, because clients tell them apart.
 */
enum ProblemType {
  MALFORMED_REQUEST(400, "Malformed request"),
  INVALID_ID(400, "Illegal id"),
  INVALID_PARAMETER(400, "Illegal parameter"),
  INVALID_CURSOR(400, "Illegal cursor"),
  UNAUTHENTICATED(401, "Not signed in"),
  FORBIDDEN(403, "Not allowed"),
  EXECUTION_NOT_FOUND(404, "Unknown execution"),
  NOTHING_TO_COMPARE(404, "Nothing to compare with"),
  ROUTE_NOT_FOUND(404, "Unknown route"),
  METHOD_NOT_ALLOWED(405, "Method not allowed"),
  NOT_ACCEPTABLE(406, "No such form of the answer"),
  INTERNAL_ERROR(500, "Internal error"),
  STORE_UNAVAILABLE(503, "The event store does not answer"),
  AUDIT_UNAVAILABLE(503, "The audit does not answer");

  private final int status;
  private final String title;

  ProblemType(int status, String title) {
    this.status = status;
    this.title = title;
  }

  int status() {
    return status;
  }

  String title() {
    return title;
  }

  /** RFC 9457 {@code type}, such as {@code urn:orion-trail:problem:execution-not-found}. */
  String uri() {
    return "urn:orion-trail:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
