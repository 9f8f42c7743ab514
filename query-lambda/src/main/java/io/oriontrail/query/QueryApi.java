package io.oriontrail.query;

import io.oriontrail.event.InvalidEventException;
import io.oriontrail.event.Limits;
import io.oriontrail.store.StoreException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The API: finds what a request asks for, lets its caller pass, answers it, and has the look
 * recorded before the answer leaves. Knows HTTP but nothing of the gateway. Safe for use by several
 * threads at once.
 */
final class QueryApi {
  /**
   * What an API is made of.
   *
   * @param stores what is read
   * @param journey the definition, or none
   * @param baselines the usual durations of steps
   * @param cursors of paged answers
   * @param access who may read what
   * @param audit who looked at what
   * @param origin which way a request has to come
   * @param clock what a timeline is judged by
   * @param retention how long events are kept
   * @param region where the data lies; null where nobody says
   */
  record Parts(
      Stores stores,
      Journey journey,
      BaselineSource baselines,
      Cursors cursors,
      Access access,
      AuditLog audit,
      OriginGuard origin,
      InstantSource clock,
      Duration retention,
      @Nullable String region) {}

  /** An answer and the name of what was asked for, of which there are few: for metrics. */
  record Answer(String route, Response response, @Nullable Throwable failure) {}

  private static final String ALLOWED = "GET, HEAD";

  private final Access access;
  private final AuditLog audit;
  private final InstantSource clock;
  private final Map<String, Call> calls;

  QueryApi(Parts parts) {
    access = parts.access();
    audit = parts.audit();
    clock = parts.clock();
    calls = calls(parts);
  }

  private static Map<String, Call> calls(Parts parts) {
    Stores stores = parts.stores();
    AccountExecutions executions =
        new AccountExecutions(stores.executions(), stores.events(), parts.journey(), parts.clock());
    UnknownExecution unknown = new UnknownExecution(parts.retention(), parts.region(), executions);
    Timelines timelines =
        new Timelines(
            new ExecutionLookup(stores.events()),
            parts.journey(),
            parts.baselines(),
            parts.clock(),
            unknown);
    Cursors cursors = parts.cursors();
    RollupCalls rollups = new RollupCalls(stores.rollups(), parts.clock());
    return Map.ofEntries(
        Map.entry(Route.TIMELINE, new TimelineCall(timelines)),
        Map.entry(Route.EVENTS, new EventsCall(stores.events(), cursors, unknown)),
        Map.entry(Route.EXPORT, new ExportCall(timelines, stores.events(), cursors, unknown)),
        Map.entry(Route.COMPARE, new CompareCall(timelines, executions)),
        Map.entry(Route.EXECUTIONS, new ExecutionsCall(executions, cursors)),
        Map.entry(Route.FAILURES, new FailuresCall(stores.failures(), cursors, parts.clock())),
        Map.entry(Route.BLAST_RADIUS, rollups::blastRadius),
        Map.entry(Route.STEPS, rollups::steps),
        Map.entry(Route.STEP, rollups::step),
        Map.entry(Route.MAP, rollups::map),
        Map.entry(Route.COMPLETENESS, new CompletenessCall(stores.rollups(), parts.clock())),
        Map.entry(Route.HEALTH, new HealthCall(stores, parts.clock())));
  }

  /** Answers; never throws, unless the machine itself fails. */
  Answer answer(Request request, String requestId) {
    Route route = Route.of(request.path());
    try {
      Call call = call(route, request);
      Question question = question(route, request);
      if (route.name().equals(Route.HEALTH)) {
        return new Answer(route.name(), call.answer(question), null);
      }
      Answer answer = answer(call, question, requestId);
      record(question, answer.response(), requestId);
      return answer;
    } catch (ProblemException e) {
      return problem(route, e, null, request, requestId);
    } catch (AuditException e) {
      return problem(route, unaudited(), e, request, requestId);
    } catch (RuntimeException e) {
      return problem(route, internal(), e, request, requestId);
    }
  }

  private Call call(Route route, Request request) {
    Call call = calls.get(route.name());
    if (call == null) {
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
    return call;
  }

  private Question question(Route route, Request request) {
    return new Question(
        request,
        route,
        new Parameters(request.parameters()),
        access.showsPayloadTo(request.caller()));
  }

  /** The answer, be it a problem, for which the look is recorded all the same. */
  private Answer answer(Call call, Question question, String requestId) {
    Route route = question.route();
    try {
      access.admit(question.request().caller());
      return new Answer(route.name(), call.answer(question), null);
    } catch (ProblemException e) {
      return problem(route, e, null, question.request(), requestId);
    } catch (InvalidEventException e) {
      ProblemException problem =
          new ProblemException(ProblemType.INVALID_ID, sentence(String.valueOf(e.getMessage())));
      return problem(route, problem, null, question.request(), requestId);
    } catch (StoreException e) {
      return problem(route, unavailable(), e, question.request(), requestId);
    }
  }

  private static Answer problem(
      Route route,
      ProblemException problem,
      @Nullable Throwable failure,
      Request request,
      String requestId) {
    return new Answer(route.name(), ProblemJson.response(problem, request, requestId), failure);
  }

  /** A question that was not understood showed nobody's data, and its ids may be anything. */
  private void record(Question question, Response response, String requestId) {
    if (response.status() == ProblemType.INVALID_ID.status()) {
      return;
    }
    audit.record(
        new AuditLog.Entry(
            clock.instant(),
            requestId,
            question.route().name(),
            question.accountIdOrNull(),
            question.executionIdOrNull(),
            Limits.cut(question.request().rawQuery(), AuditLog.MAX_QUESTION),
            question.request().caller(),
            question.showsPayload(),
            response.status()));
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

  private static ProblemException unaudited() {
    return new ProblemException(
        ProblemType.AUDIT_UNAVAILABLE,
        "Who looks at an account's data is recorded first, and that failed, so nothing is shown."
            + " Try again in a few seconds.",
        Map.of("Retry-After", "2"),
        List.of());
  }

  private static ProblemException internal() {
    return new ProblemException(
        ProblemType.INTERNAL_ERROR,
        "This is a fault of the API, not of the request. Tell its operators the request id.");
  }
}
