package io.oriontrail.local.esm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import io.oriontrail.local.lambda.Outcome;
import java.util.List;
import java.util.stream.Stream;

/** What functions answer. */
final class Answers {
  static final Outcome CRASH = new Outcome.FunctionError("java.lang.Error", "crashed");
  static final Outcome THROTTLED =
      new Outcome.ServiceError("TooManyRequestsException", "Rate Exceeded.");

  private Answers() {}

  static Outcome failing(StreamRecord... records) {
    return failing(Stream.of(records).map(StreamRecord::sequenceNumber).toList());
  }

  static Outcome failing(List<String> identifiers) {
    return json(
        identifiers.stream()
            .map(id -> "{\"itemIdentifier\":\"" + id + "\"}")
            .collect(joining(",", "{\"batchItemFailures\":[", "]}")));
  }

  static Outcome json(String text) {
    return new Outcome.Success(text.getBytes(UTF_8));
  }

  static boolean contains(List<StreamRecord> batch, String text) {
    return batch.stream().anyMatch(r -> new String(r.data(), UTF_8).equals(text));
  }
}
