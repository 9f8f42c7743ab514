package io.oriontrail.query;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/** A number of a log line that CloudWatch is to make a metric of, in its embedded format. */
record Metric(String name, String unit) {

  /** Writes the line's field that says so; the numbers stand beside it, as {@link #name}s. */
  static void declare(List<Metric> metrics, long atMillis, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("_aws");
    json.writeNumberField("Timestamp", atMillis);
    json.writeArrayFieldStart("CloudWatchMetrics");
    json.writeStartObject();
    json.writeStringField("Namespace", RequestLog.NAMESPACE);
    json.writeArrayFieldStart("Dimensions");
    json.writeArray(new String[] {RequestLog.FUNCTION}, 0, 1);
    json.writeEndArray();
    json.writeArrayFieldStart("Metrics");
    for (Metric metric : metrics) {
      json.writeStartObject();
      json.writeStringField("Name", metric.name);
      json.writeStringField("Unit", metric.unit);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
  }
}
