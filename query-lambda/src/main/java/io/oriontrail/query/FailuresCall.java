package io.oriontrail.query;

import com.fasterxml.jackson.core.JsonGenerator;
import io.oriontrail.event.Limits;
import io.oriontrail.event.Rfc3339;
import io.oriontrail.event.StepEvent;
import io.oriontrail.store.FailurePage;
import io.oriontrail.store.FailureQuery;
import io.oriontrail.store.FailureReader;
import io.oriontrail.store.RollupReader;
import io.oriontrail.store.StoredEvent;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Answers with a page of failed runs of all accounts, newest first. */
final class FailuresCall implements Call {
  private static final Duration USUAL_WINDOW = Duration.ofHours(1);

  /** A page is handed out, however short, when looking for more has taken this long. */
  private static final Duration LONGEST_LOOK = Duration.ofSeconds(5);

  private final FailureReader failures;
  private final Cursors cursors;
  private final InstantSource clock;

  FailuresCall(FailureReader failures, Cursors cursors, InstantSource clock) {
    this.failures = failures;
    this.cursors = cursors;
    this.clock = clock;
  }

  /** Where a page begins: a cursor takes its window along, for "now" moves on. */
  private record Place(FailureQuery query, @Nullable String after) {}

  private record Found(List<StoredEvent> failures, @Nullable String next) {}

  @Override
  public Response answer(Question question) {
    Parameters parameters = question.parameters();
    String step = parameters.name("step", Limits.MAX_STEP_LENGTH);
    String code = parameters.name("errorCode", Limits.MAX_ERROR_CODE_LENGTH);
    String scope =
        String.join("\n", Route.FAILURES, step == null ? "" : step, code == null ? "" : code);
    Place place = place(parameters, step, code, scope);
    Found found = look(place, parameters.limit());
    String next = found.next() == null ? null : seal(scope, place.query(), found.next());
    return JsonAnswer.of(
        question,
        found.failures().size(),
        json -> write(json, place.query(), found.failures(), question, next));
  }

  private Place place(
      Parameters parameters, @Nullable String step, @Nullable String code, String scope) {
    String cursor = parameters.text("cursor");
    if (cursor != null) {
      String[] parts = cursors.open(scope, cursor).split(" ", 3);
      Instant from = Objects.requireNonNull(Rfc3339.parse(parts[0]));
      Instant to = Objects.requireNonNull(Rfc3339.parse(parts[1]));
      return new Place(new FailureQuery(from, to, step, code), parts[2]);
    }
    Instant to = parameters.instant("to", clock.instant());
    Instant from = parameters.instant("from", to.minus(USUAL_WINDOW));
    boolean legal =
        from.isBefore(to) && Duration.between(from, to).compareTo(RollupReader.MAX_WINDOW) <= 0;
    if (!legal) {
      throw Parameters.wrong(
          "from",
          "must lie before 'to' (" + to + "), by at most " + RollupReader.MAX_WINDOW.toDays() + "d",
          from.toString());
    }
    return new Place(new FailureQuery(from, to, step, code), null);
  }

  private String seal(String scope, FailureQuery query, String next) {
    return cursors.seal(
        scope, Rfc3339.format(query.from()) + ' ' + Rfc3339.format(query.to()) + ' ' + next);
  }

  private Found look(Place place, int limit) {
    Instant began = clock.instant();
    List<StoredEvent> found = new ArrayList<>();
    String after = place.after();
    boolean brackets = StepEvent.EXECUTION.equals(place.query().step());
    do {
      FailurePage page = failures.failures(place.query(), after, limit - found.size());
      for (StoredEvent failure : page.failures()) {
        if (brackets || !failure.event().isBracket()) {
          found.add(failure);
        }
      }
      after = page.next();
    } while (after != null
        && found.size() < limit
        && Duration.between(began, clock.instant()).compareTo(LONGEST_LOOK) < 0);
    return new Found(found, after);
  }

  private static void write(
      JsonGenerator json,
      FailureQuery query,
      List<StoredEvent> failures,
      Question question,
      @Nullable String next)
      throws IOException {
    JsonAnswer.time(json, "from", query.from());
    JsonAnswer.time(json, "to", query.to());
    json.writeStringField("payload", question.payload().name());
    json.writeArrayFieldStart("failures");
    for (StoredEvent stored : failures) {
      StepEvent event = stored.event();
      json.writeStartObject();
      json.writeStringField("accountId", event.key().accountId());
      json.writeStringField("executionId", event.key().executionId());
      json.writeStringField("step", event.step());
      json.writeNumberField("attempt", event.attemptOrFirst());
      JsonAnswer.time(json, "failedAt", event.timestamp());
      json.writeStringField("runId", event.runId());
      JsonAnswer.number(json, "durationNanos", event.durationNanos());
      json.writeStringField("errorCode", event.errorCode());
      json.writeStringField("errorMessage", question.showsPayload() ? event.errorMessage() : null);
      json.writeStringField("service", event.service());
      json.writeStringField("host", event.host());
      json.writeEndObject();
    }
    json.writeEndArray();
    if (next != null) {
      json.writeStringField("nextCursor", next);
    }
  }
}
