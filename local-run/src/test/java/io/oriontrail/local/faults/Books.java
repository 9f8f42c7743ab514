package io.oriontrail.local.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oriontrail.ingest.MetricsLine;
import io.oriontrail.local.lambda.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Holds each invocation to its own accounts: {@code received = written + duplicate within the
 * invocation + quarantined + still owed}, against what is known to be in its records; and nothing
 * is called done that is neither in the table nor in quarantine.
 */
final class Books {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A record and where its good pieces have to lie. */
  private record Due(Packed packed, Set<FaultyDynamoDb.Key> keys) {}

  private final FaultyDynamoDb dynamoDb;
  private final QuarantineShelf quarantine;
  private final Map<String, Due> due = new HashMap<>();
  private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
  private final List<Outcome> outcomes = new ArrayList<>();
  private int quarantinedBefore;
  private int checked;
  private boolean wrongOnPurpose;
  private long owed;
  private long unknownFields;

  Books(FaultyDynamoDb dynamoDb, QuarantineShelf quarantine) {
    this.dynamoDb = dynamoDb;
    this.quarantine = quarantine;
  }

  /** Where the handler's lines go. */
  ByteArrayOutputStream lines() {
    return lines;
  }

  void put(String sequenceNumber, Packed packed) {
    Set<FaultyDynamoDb.Key> keys =
        packed.items().stream().map(FaultyDynamoDb.Key::of).collect(Collectors.toSet());
    due.put(sequenceNumber, new Due(packed, keys));
  }

  /** An answer that a test has made nonsense of has no accounts to check. */
  void answersAreWrongOnPurpose(boolean wrong) {
    wrongOnPurpose = wrong;
  }

  void begin() {
    lines.reset();
    quarantinedBefore = quarantine.pieces();
  }

  /** Every invocation ends here; one that failed has no accounts to check. */
  void end(byte[] event, Outcome outcome) {
    outcomes.add(outcome);
    if (outcome instanceof Outcome.Success success && !wrongOnPurpose) {
      try {
        check(sequenceNumbers(event), success.payload());
      } catch (IOException e) {
        throw new AssertionError("no JSON: " + lines, e);
      }
    }
  }

  private void check(List<String> delivered, byte[] answer) throws IOException {
    JsonNode metrics = JSON.readTree(batchLine());
    String resume = JSON.readTree(answer).at("/batchItemFailures/0/itemIdentifier").asText();
    int done = resume.isEmpty() ? delivered.size() : delivered.indexOf(resume);
    assertThat(done).as("resume point %s within the batch", resume).isNotNegative();

    long received = count(metrics, MetricsLine.RECEIVED);
    long stillOwed = count(metrics, MetricsLine.OWED);
    long kept = count(metrics, MetricsLine.QUARANTINED);
    assertThat(count(metrics, MetricsLine.STORED) + count(metrics, MetricsLine.DUPLICATES) + kept)
        .as("conservation: %s", metrics)
        .isEqualTo(received - stillOwed);
    assertThat(count(metrics, MetricsLine.RECORDS)).isEqualTo(delivered.size());
    assertThat(count(metrics, MetricsLine.RECORDS_OWED)).isEqualTo(delivered.size() - done);
    assertThat(kept).isEqualTo(quarantine.pieces() - quarantinedBefore);
    long pieces = delivered.stream().mapToLong(sequence -> of(sequence).packed().pieces()).sum();
    if (resume.isEmpty()) {
      assertThat(received).isEqualTo(pieces);
      assertThat(stillOwed).isZero();
    } else {
      assertThat(received).isLessThanOrEqualTo(pieces);
    }
    delivered.subList(0, done).forEach(this::requireDone);
    checked++;
    owed += stillOwed;
    unknownFields += count(metrics, MetricsLine.UNKNOWN_FIELDS);
  }

  /** Behind it there may be lines about steps. */
  private String batchLine() {
    return lines
        .toString(UTF_8)
        .lines()
        .filter(line -> line.contains('"' + MetricsLine.RECEIVED + '"'))
        .reduce((first, last) -> last)
        .orElseThrow(() -> new AssertionError("no line about the batch: " + lines));
  }

  private void requireDone(String sequenceNumber) {
    Due record = of(sequenceNumber);
    assertThat(record.keys()).as("called done").allMatch(dynamoDb::contains);
    assertThat(quarantine.raws()).as("called done").containsAll(record.packed().bad());
  }

  private Due of(String sequenceNumber) {
    Due found = due.get(sequenceNumber);
    if (found == null) {
      throw new AssertionError("nobody put " + sequenceNumber);
    }
    return found;
  }

  /** How every invocation so far ended. */
  List<Outcome> outcomes() {
    return List.copyOf(outcomes);
  }

  /** Invocations whose accounts were checked. */
  int checked() {
    return checked;
  }

  /** Pieces owed by all invocations together. */
  long owed() {
    return owed;
  }

  long unknownFields() {
    return unknownFields;
  }

  private static long count(JsonNode metrics, String name) {
    assertThat(metrics.has(name)).as("%s in %s", name, metrics).isTrue();
    return metrics.path(name).asLong();
  }

  private static List<String> sequenceNumbers(byte[] event) {
    try {
      List<String> numbers = new ArrayList<>();
      JSON.readTree(event)
          .path("Records")
          .forEach(r -> numbers.add(r.at("/kinesis/sequenceNumber").asText()));
      return numbers;
    } catch (JacksonException e) {
      throw new AssertionError("the mapping writes JSON", e);
    } catch (IOException e) {
      throw new AssertionError("reading from memory", e);
    }
  }
}
