package io.oriontrail.query;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.InvalidEventException;
import io.oriontrail.store.StepEventReader;
import io.oriontrail.store.StoreException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The API: finds what a request asks for and answers it, with a problem where that cannot be. Knows
 * HTTP but nothing of the gateway. Safe for use by several threads at once.
 */
final class QueryApi {
  /**
   * What an API is made of.
   *
   * @param reader the stored events
   * @param journey the definition, or none
   * @param baselines the usual durations of steps
   * @param cursors of paged answers
   * @param clock what a timeline is judged by
   * @param retention how long events are kept
   * @param region where the data lies; null where nobody says
   */
  record Parts(
      StepEventReader reader,
      Journey journey,
      Baselines baselines,
      Cursors cursors,
      InstantSource clock,
      Duration retention,
      @Nullable String region) {}

  /** An answer and the name of what was asked for, of which there are few: for metrics. */
  record Answer(String route, Response response, @Nullable Throwable failure) {}

  private static final String ALLOWED = "GET, HEAD";

  private final TimelineCall timeline;
  private final EventsCall events;
  private final HealthCall health;

  QueryApi(Parts parts) {
    UnknownExecution unknown = new UnknownExecution(parts.retention(), parts.region());
    ExecutionLookup lookup = new ExecutionLookup(parts.reader());
    timeline = new TimelineCall(lookup, parts.journey(), parts.baselines(), parts.clock(), unknown);
    events = new EventsCall(parts.reader(), parts.cursors(), unknown);
    health = new HealthCall(parts.reader());
  }

  /** Answers; never throws, unless the machine itself fails. */
  Answer answer(Request request, String requestId) {
    Route route = Route.of(request.path());
    try {
      return new Answer(route.name(), answer(route, request), null);
    } catch (ProblemException e) {
      return new Answer(route.name(), ProblemJson.response(e, request, requestId), null);
    } catch (InvalidEventException e) {
      ProblemException problem =
          new ProblemException(ProblemType.INVALID_ID, sentence(String.valueOf(e.getMessage())));
      return new Answer(route.name(), ProblemJson.response(problem, request, requestId), null);
    } catch (StoreException e) {
      return new Answer(route.name(), ProblemJson.response(unavailable(), request, requestId), e);
    } catch (RuntimeException e) {
      return new Answer(route.name(), ProblemJson.response(internal(), request, requestId), e);
    }
  }

  private Response answer(Route route, Request request) {
    if (route.name().equals(Route.UNKNOWN)) {
      throw new ProblemException(
          ProblemType.ROUTE_NOT_FOUND,
          "There is nothing at this path. Ids that hold a slash go into the query:"
              + " /v1/timeline?accountId=…&executionId=… and /v1/events?accountId=…&executionId=…");
    }
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      throw new ProblemException(
          ProblemType.METHOD_NOT_ALLOWED,
          "This API only reads: use GET or HEAD.",
          Map.of("Allow", ALLOWED),
          List.of());
    }
    if (route.name().equals(Route.HEALTH)) {
      return health.answer();
    }
    Map<String, String> parameters = request.parameters();
    ExecutionKey key =
        ExecutionKey.of(
            id("accountId", route.accountId(), parameters),
            id("executionId", route.executionId(), parameters));
    return route.name().equals(Route.EVENTS)
        ? events.answer(key, request, parameters)
        : timeline.answer(key, request);
  }

  private static String id(String name, @Nullable String inPath, Map<String, String> parameters) {
    String id = inPath != null ? inPath : parameters.get(name);
    if (id == null) {
      throw new ProblemException(
          ProblemType.INVALID_PARAMETER,
          "Parameter '"
              + name
              + "' is missing; /v1/timeline?accountId=…&executionId=… needs both.");
    }
    return id;
  }

  private static String sentence(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".";
  }

  private static ProblemException unavailable() {
    return new ProblemException(
        ProblemType.STORE_UNAVAILABLE,
        "The event store did not answer in time. Nothing is lost; try again in a few seconds.",
        Map.of("Retry-After", "2"),
        List.of());
  }

  private static ProblemException internal() {
    return new ProblemException(
        ProblemType.INTERNAL_ERROR,
        "This is a fault of the API, not of the request. Tell its operators the request id.");
  }
}
