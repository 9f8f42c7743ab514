package io.oriontrail.query;

import com.fasterxml.jackson.core.JsonGenerator;
import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.Limits;
import io.oriontrail.event.StepEvent;
import io.oriontrail.store.EdgeRollup;
import io.oriontrail.store.ErrorRollup;
import io.oriontrail.store.Histogram;
import io.oriontrail.store.MinuteCount;
import io.oriontrail.store.RollupReader;
import io.oriontrail.store.StepRollup;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers from what events add up to: totals and series of steps, the map of steps, and the blast
 * radius of a failure. None of it tells of one account.
 */
final class RollupCalls {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  private final RollupReader rollups;
  private final InstantSource clock;

  RollupCalls(RollupReader rollups, InstantSource clock) {
    this.rollups = rollups;
    this.clock = clock;
  }

  private record Window(Instant from, Instant to) {
    void write(JsonGenerator json) throws IOException {
      JsonAnswer.time(json, "from", from);
      JsonAnswer.time(json, "to", to);
    }
  }

  private Window window(Question question, Duration usual) {
    Instant now = clock.instant();
    Duration length = question.parameters().window(usual, RollupReader.MAX_WINDOW);
    return new Window(now.minus(length), now);
  }

  /** {@code /v1/steps}. */
  Response steps(Question question) {
    Window window = window(question, HOUR);
    List<StepRollup> steps = rollups.steps(window.from(), window.to());
    return JsonAnswer.of(
        question,
        0,
        json -> {
          window.write(json);
          json.writeArrayFieldStart("steps");
          for (StepRollup step : steps) {
            json.writeStartObject();
            json.writeStringField("step", step.step());
            figures(json, step);
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  /** {@code /v1/steps/STEP}. */
  Response step(Question question) {
    String step = step("step", question);
    Window window = window(question, DAY);
    List<StepRollup> buckets = rollups.series(step, window.from(), window.to());
    return JsonAnswer.of(
        question,
        0,
        json -> {
          json.writeStringField("step", step);
          window.write(json);
          json.writeArrayFieldStart("buckets");
          for (StepRollup bucket : buckets) {
            json.writeStartObject();
            JsonAnswer.time(json, "from", bucket.from());
            json.writeNumberField("widthNanos", bucket.width().toNanos());
            figures(json, bucket);
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  private static void figures(JsonGenerator json, StepRollup step) throws IOException {
    json.writeNumberField("started", step.started());
    json.writeNumberField("ended", step.ended());
    json.writeNumberField("failures", step.failed());
    JsonAnswer.ratio(json, "failureRatio", step.failed(), step.ended());
    JsonAnswer.number(json, "p50Nanos", quantile(step.durations(), 0.5));
    JsonAnswer.number(json, "p95Nanos", quantile(step.durations(), 0.95));
    JsonAnswer.number(json, "p99Nanos", quantile(step.durations(), 0.99));
  }

  private static @Nullable Long quantile(Histogram durations, double q) {
    return durations.count() == 0 ? null : durations.quantileNanos(q);
  }

  /** {@code /v1/map}. */
  Response map(Question question) {
    Window window = window(question, DAY);
    List<StepRollup> nodes = rollups.steps(window.from(), window.to());
    List<EdgeRollup> edges = rollups.edges(window.from(), window.to());
    double minutes = Duration.between(window.from(), window.to()).toSeconds() / 60.0;
    return JsonAnswer.of(
        question,
        0,
        json -> {
          window.write(json);
          json.writeArrayFieldStart("nodes");
          for (StepRollup node : nodes) {
            if (!node.step().equals(StepEvent.EXECUTION)) {
              node(json, node, minutes);
            }
          }
          json.writeEndArray();
          json.writeArrayFieldStart("edges");
          for (EdgeRollup edge : edges) {
            json.writeStartObject();
            json.writeStringField("from", edge.from());
            json.writeStringField("to", edge.to());
            json.writeNumberField("count", edge.count());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  private static void node(JsonGenerator json, StepRollup node, double minutes) throws IOException {
    json.writeStartObject();
    json.writeStringField("step", node.step());
    json.writeNumberField("ended", node.ended());
    json.writeNumberField("perMinute", Math.round(1e4 * node.ended() / minutes) / 1e4);
    JsonAnswer.ratio(json, "failureRatio", node.failed(), node.ended());
    JsonAnswer.number(json, "p95Nanos", quantile(node.durations(), 0.95));
    json.writeEndObject();
  }

  /** {@code /v1/blast-radius}. */
  Response blastRadius(Question question) {
    String step = step("step", question);
    String code = question.parameters().name("errorCode", Limits.MAX_ERROR_CODE_LENGTH);
    String counted = code == null ? "" : code;
    Window window = window(question, HOUR);
    ErrorRollup error =
        rollups.errors(window.from(), window.to()).stream()
            .filter(other -> other.step().equals(step) && other.errorCode().equals(counted))
            .findFirst()
            .orElse(null);
    List<MinuteCount> minutes = rollups.errorMinutes(step, counted, window.from(), window.to());
    return JsonAnswer.of(
        question,
        0,
        json -> {
          json.writeStringField("step", step);
          json.writeStringField("errorCode", code);
          window.write(json);
          blast(json, error, minutes);
        });
  }

  private static void blast(
      JsonGenerator json, @Nullable ErrorRollup error, List<MinuteCount> minutes)
      throws IOException {
    long failures = minutes.stream().mapToLong(MinuteCount::count).sum();
    // Both are estimates over whole days; a failure is of one execution, and that of one account.
    long executions = error == null ? 0 : Math.min(error.executions(), failures);
    long accounts = error == null ? 0 : Math.min(error.accounts(), executions);
    json.writeNumberField("failures", failures);
    json.writeNumberField("executions", executions);
    json.writeNumberField("accounts", accounts);
    JsonAnswer.time(json, "firstSeen", minutes.isEmpty() ? null : minutes.getFirst().minute());
    json.writeArrayFieldStart("minutes");
    for (MinuteCount minute : minutes) {
      json.writeStartObject();
      JsonAnswer.time(json, "minute", minute.minute());
      json.writeNumberField("failures", minute.count());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static String step(String name, Question question) {
    String step =
        question.route().step() != null
            ? question.route().step()
            : question.parameters().required(name, "it names the step");
    // An event is the judge of what a step may be called.
    return StepEvent.started(ExecutionKey.of("any", "any"), step, Limits.MIN_TIMESTAMP)
        .build()
        .step();
  }
}
