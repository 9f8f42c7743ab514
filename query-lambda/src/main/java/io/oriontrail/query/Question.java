package io.oriontrail.query;

import io.oriontrail.event.ExecutionKey;
import org.jspecify.annotations.Nullable;

/**
 * A request that was understood so far: where it leads, what it says, and what its caller may see.
 *
 * @param showsPayload whether the caller may see attributes and error messages
 */
record Question(Request request, Route route, Parameters parameters, boolean showsPayload) {

  /** The account that is asked about, from the path or the query; null where none is named. */
  @Nullable String accountIdOrNull() {
    return route.accountId() != null ? route.accountId() : parameters.text("accountId");
  }

  @Nullable String executionIdOrNull() {
    return route.executionId() != null ? route.executionId() : parameters.text("executionId");
  }

  /**
   * The execution that is asked about.
   *
   * @throws ProblemException if an id is missing
   * @throws io.oriontrail.event.InvalidEventException if an id is illegal
   */
  ExecutionKey key() {
    return ExecutionKey.of(
        id("accountId", accountIdOrNull()), id("executionId", executionIdOrNull()));
  }

  private String id(String name, @Nullable String id) {
    if (id == null) {
      throw new ProblemException(
          ProblemType.INVALID_PARAMETER,
          "Parameter '%s' is missing; /v1/%s?accountId=…&executionId=… needs both."
              .formatted(name, route.name()));
    }
    return id;
  }

  /** Whether the answer may be compressed. */
  boolean acceptsGzip() {
    return AcceptHeader.acceptsGzip(request.header("accept-encoding"));
  }

  /** What of the payload an answer may hold, before its size is known. */
  TimelineJson.Payload payload() {
    return showsPayload ? TimelineJson.Payload.INCLUDED : TimelineJson.Payload.OMITTED_FOR_SCOPE;
  }
}
