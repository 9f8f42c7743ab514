package io.oriontrail.emitter.otel.spans;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.oriontrail.emitter.Run;
import io.oriontrail.event.Status;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a span ended. Names of attributes are OpenTelemetry's semantic conventions for errors and
 * exceptions (stable since 1.23 and 1.21).
 *
 * @param code {@code error.type}, else the class of the last exception recorded, without its
 *     package; failures only
 * @param message the message of that exception, else the description of the span's status
 */
record SpanOutcome(
    boolean failed,
    @Nullable String code,
    @Nullable String message,
    Map<String, String> attributes) {
  private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
  private static final String EXCEPTION = "exception";
  private static final AttributeKey<String> TYPE = AttributeKey.stringKey("exception.type");
  private static final AttributeKey<String> MESSAGE = AttributeKey.stringKey("exception.message");

  static SpanOutcome of(SpanData span, Set<String> wanted) {
    Map<String, String> attributes = new TreeMap<>();
    if (!wanted.isEmpty()) {
      span.getAttributes()
          .forEach(
              (key, value) -> {
                if (wanted.contains(key.getKey())) {
                  attributes.put(key.getKey(), String.valueOf(value));
                }
              });
    }
    if (span.getStatus().getStatusCode() != StatusCode.ERROR) {
      return new SpanOutcome(false, null, null, attributes);
    }
    EventData thrown = lastException(span.getEvents());
    String code = span.getAttributes().get(ERROR_TYPE);
    if (code == null && thrown != null) {
      code = thrown.getAttributes().get(TYPE);
    }
    String message = thrown == null ? null : thrown.getAttributes().get(MESSAGE);
    if (message == null && !span.getStatus().getDescription().isEmpty()) {
      message = span.getStatus().getDescription();
    }
    return new SpanOutcome(true, code == null ? null : simple(code), message, attributes);
  }

  private static @Nullable EventData lastException(List<EventData> events) {
    for (int i = events.size() - 1; i >= 0; i--) {
      if (events.get(i).getName().equals(EXCEPTION)) {
        return events.get(i);
      }
    }
    return null;
  }

  /** As {@code Class.getSimpleName} tells it, so that codes are those of wrapped calls. */
  private static String simple(String type) {
    int from = type.lastIndexOf('.') + 1;
    int inner = type.lastIndexOf('$') + 1;
    boolean named = inner > from && inner < type.length() && !isDigit(type.charAt(inner));
    String name = type.substring(named ? inner : from);
    return name.isEmpty() ? type : name;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  void recordOn(OpenSpans.Where where) {
    Run run = where.run();
    if (where.part() == OpenSpans.Part.EXECUTION) {
      where.execution().ended(failed ? Status.FAILED : Status.SUCCEEDED, code, message);
    } else if (run != null) {
      attributes.forEach(run::attribute);
      if (failed) {
        run.failed(code, message);
      } else {
        run.succeeded();
      }
    }
  }
}
