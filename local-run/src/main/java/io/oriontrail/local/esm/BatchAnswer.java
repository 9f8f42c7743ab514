package io.oriontrail.local.esm;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a function's answer says about its batch under ReportBatchItemFailures. The rules are those
 * that AWS was seen to follow: nothing said is success; names that make no sense fail the whole
 * batch; of several named records the lowest counts, and everything from it on is tried again.
 */
sealed interface BatchAnswer {
  /** Every record is done. */
  record AllDone() implements BatchAnswer {}

  /** Records before this index are done, those from it on are not. */
  record FailedFrom(int index) implements BatchAnswer {}

  /** The whole batch has failed, because the answer makes no sense. */
  record Senseless(String why) implements BatchAnswer {}

  ObjectMapper JSON = new ObjectMapper();

  static BatchAnswer read(byte[] payload, List<StreamRecord> batch) {
    if (payload.length == 0) {
      return new AllDone();
    }
    JsonNode answer;
    try {
      answer = JSON.readTree(payload);
    } catch (JacksonException e) {
      return new Senseless("the answer is no JSON");
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory", e);
    }
    if (isNothing(answer)) {
      return new AllDone();
    }
    if (!answer.isObject()) {
      return new Senseless("the answer is no JSON object");
    }
    JsonNode failures = answer.get("batchItemFailures");
    if (isNothing(failures)) {
      return new AllDone();
    }
    return failures.isArray()
        ? lowest(failures, batch)
        : new Senseless("batchItemFailures is no list");
  }

  /** Absent, null, and the empty forms of whatever a language makes of no answer. */
  private static boolean isNothing(@Nullable JsonNode node) {
    return node == null
        || node.isNull()
        || node.isMissingNode()
        || (node.isTextual() && node.textValue().isEmpty())
        || (node.isContainerNode() && node.isEmpty());
  }

  private static BatchAnswer lowest(JsonNode failures, List<StreamRecord> batch) {
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < batch.size(); i++) {
      places.put(batch.get(i).sequenceNumber(), i);
    }
    int lowest = batch.size();
    for (JsonNode failure : failures) {
      JsonNode identifier = failure.get("itemIdentifier");
      if (identifier == null || !identifier.isTextual()) {
        return new Senseless("a failure without an itemIdentifier");
      }
      Integer place = places.get(identifier.textValue());
      if (place == null) {
        return new Senseless("itemIdentifier '" + identifier.textValue() + "' is not in the batch");
      }
      lowest = Math.min(lowest, place);
    }
    return new FailedFrom(lowest);
  }
}
