package io.oriontrail.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds {@code docs/contracts/wire-format.md} to what the code does. */
final class WireFormatDocumentTest {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+ [\\w-]+)\\n(.*?)^```$");
  private static final Pattern FIELD = Pattern.compile("(?m)^\\| `(\\w+)` \\|.*\\|$");
  private static final Pattern REJECTED =
      Pattern.compile("(?m)^\\| `([A-Z_]+)` \\| (?:`([\\w.]+)`)? ?\\| `(.+)` \\|$");
  private static final Pattern DERIVED_ID = Pattern.compile("therefore the id `([\\w-]{16})`");

  private static final String PAGE = page();
  private static final ObjectMapper JSON = new ObjectMapper();

  record Rejected(String reason, String field, String example) {}

  @ParameterizedTest
  @MethodSource("acceptedExamples")
  void example_accepted_isAnEventWithoutUnknownFields(String example) {
    StepEventJson.Decoded decoded = StepEventJson.decode(example.getBytes(UTF_8));

    assertThat(decoded.unknownFields()).isZero();
    assertThat(StepEventJson.decode(StepEventJson.encode(decoded.message())).message())
        .isEqualTo(decoded.message());
  }

  @Test
  void example_withUnknownFields_isAcceptedAndTheyAreCounted() {
    assertThat(lines("json accepted-with-unknown-fields"))
        .hasSize(1)
        .allSatisfy(
            example ->
                assertThat(StepEventJson.decode(example.getBytes(UTF_8)).unknownFields()).isOne());
  }

  @ParameterizedTest
  @MethodSource("rejectedExamples")
  void example_rejected_isRejectedForTheReasonAndFieldGiven(Rejected rejected) {
    InvalidEventException e =
        catchThrowableOfType(
            InvalidEventException.class,
            () -> StepEventJson.decode(rejected.example().getBytes(UTF_8)));

    assertThat(e).as(rejected.example()).isNotNull();
    assertThat(e.reason().name()).isEqualTo(rejected.reason());
    assertThat(e.field()).isEqualTo(rejected.field());
  }

  @Test
  void page_namesEveryReasonForARejection() {
    assertThat(Stream.of(RejectReason.values()).map(reason -> "`" + reason + "`"))
        .allSatisfy(reason -> assertThat(PAGE).contains(reason));
  }

  @Test
  void fieldTable_fields_areThoseOfTheCodeInTheOrderWritten() throws IOException {
    StepEvent everything = (StepEvent) StepEventJson.decode(longest().getBytes(UTF_8)).message();
    List<String> written = new ArrayList<>();
    JSON.readTree(StepEventJson.encode(everything)).fieldNames().forEachRemaining(written::add);

    assertThat(written).hasSize(18);
    assertThat(FIELD.matcher(section("Fields")).results().map(row -> row.group(1)))
        .containsExactlyElementsOf(written);
  }

  /** A value as long as the page allows is taken, one more is not. */
  @ParameterizedTest
  @CsvSource({
    "accountId, 1 to (\\d+)",
    "executionId, 1 to (\\d+)",
    "step, 1 to (\\d+)",
    "runId, 1 to (\\d+)",
    "parentRunId, 1 to (\\d+)",
    "eventId, 1 to (\\d+)",
    "errorCode, 1 to (\\d+)",
    "service, 1 to (\\d+)",
    "host, 1 to (\\d+)"
  })
  void fieldTable_lengths_areThoseOfTheCode(String field, String limit) throws IOException {
    int longest = limitOf(field, limit);

    assertThat(isAccepted(field, "x".repeat(longest))).isTrue();
    assertThat(isAccepted(field, "x".repeat(longest + 1))).isFalse();
    assertThat(isAccepted(field, "")).isFalse();
  }

  @Test
  void fieldTable_otherLimits_areThoseOfTheCode() throws IOException {
    int attempt = limitOf("attempt", "1 to (\\d+)");
    assertThat(isAccepted("attempt", attempt)).isTrue();
    assertThat(isAccepted("attempt", attempt + 1)).isFalse();
    int names = limitOf("dependsOn", "at most (\\d+)");
    assertThat(isAccepted("dependsOn", List.of("A").toArray())).isTrue();
    assertThat(isAccepted("dependsOn", Stream.generate(() -> "A").limit(names).toArray())).isTrue();
    assertThat(isAccepted("dependsOn", Stream.generate(() -> "A").limit(names + 1).toArray()))
        .isFalse();
    int key = limitOf("attributes", "key 1 to (\\d+)");
    int value = limitOf("attributes", "value up to (\\d+)");
    assertThat(isAccepted("attributes", Map.of("k".repeat(key), "v".repeat(value)))).isTrue();
    assertThat(isAccepted("attributes", Map.of("k".repeat(key + 1), "v"))).isFalse();
    assertThat(isAccepted("attributes", Map.of("k", "v".repeat(value + 1)))).isFalse();
    assertThat(limitOf("attributes", "at most (\\d+)")).isEqualTo(Limits.MAX_ATTRIBUTES);
    assertThat(limitOf("errorMessage", "(\\d+) characters"))
        .isEqualTo(Limits.MAX_ERROR_MESSAGE_LENGTH);
    assertThat(PAGE).contains("at most " + Heartbeat.MAX_COUNTERS + " of them");
  }

  @ParameterizedTest
  @CsvSource({"31, 10, true", "32, 10, false", "1, 1048576, true", "1, 1048577, false"})
  void size_beyondWhatThePageSays_isTooLarge(int levels, int length, boolean accepted) {
    String nested = "[".repeat(levels) + "]".repeat(levels);
    String event =
        longest()
            .replace("{\"accountId\"", "{\"unknown\":" + nested + ",\"accountId\"")
            .replace("no answer in 2 s", "x".repeat(length));

    InvalidEventException e =
        catchThrowableOfType(
            InvalidEventException.class, () -> StepEventJson.decode(event.getBytes(UTF_8)));
    assertThat(e == null).isEqualTo(accepted);
    assertThat(e == null ? RejectReason.TOO_LARGE : e.reason()).isEqualTo(RejectReason.TOO_LARGE);
  }

  @Test
  void identity_workedExample_isTheHashOfTheCanonicalForm() throws NoSuchAlgorithmException {
    StepEvent derived =
        (StepEvent) StepEventJson.decode(lines("json derived").get(0).getBytes(UTF_8)).message();
    byte[] canonical = lines("text canonical").get(0).getBytes(UTF_8);
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(canonical);
    String expected = Base64.getUrlEncoder().encodeToString(Arrays.copyOf(hash, 12));

    assertThat(derived.eventId()).isEqualTo(expected);
    assertThat(DERIVED_ID.matcher(PAGE).results().map(id -> id.group(1))).containsExactly(expected);
  }

  static Stream<String> acceptedExamples() {
    List<String> examples = new ArrayList<>(lines("json accepted"));
    examples.addAll(lines("ndjson accepted"));
    assertThat(examples).hasSizeGreaterThanOrEqualTo(7);
    return examples.stream();
  }

  static Stream<Rejected> rejectedExamples() {
    List<Rejected> examples =
        REJECTED
            .matcher(section("What is rejected"))
            .results()
            .map(row -> new Rejected(row.group(1), orEmpty(row, 2), row.group(3)))
            .toList();
    assertThat(examples).hasSizeGreaterThanOrEqualTo(14);
    return examples.stream();
  }

  private static String orEmpty(MatchResult row, int group) {
    String text = row.group(group);
    return text == null ? "" : text;
  }

  private static List<String> lines(String kind) {
    return BLOCK
        .matcher(PAGE)
        .results()
        .filter(block -> block.group(1).equals(kind))
        .flatMap(block -> block.group(2).lines())
        .toList();
  }

  private static String longest() {
    return acceptedExamples().max((a, b) -> Integer.compare(a.length(), b.length())).orElseThrow();
  }

  /** The example that has every field, with one of them changed. */
  private static boolean isAccepted(String field, Object value) throws IOException {
    ObjectNode event = (ObjectNode) JSON.readTree(longest());
    event.set(field, JSON.valueToTree(value));
    try {
      StepEventJson.decode(JSON.writeValueAsBytes(event));
      return true;
    } catch (InvalidEventException e) {
      assertThat(e.field()).startsWith(field);
      return false;
    }
  }

  private static int limitOf(String field, String limit) {
    String row =
        FIELD
            .matcher(section("Fields"))
            .results()
            .filter(match -> match.group(1).equals(field))
            .map(MatchResult::group)
            .findFirst()
            .orElseThrow();
    List<Integer> found =
        Pattern.compile(limit)
            .matcher(row)
            .results()
            .map(match -> Integer.valueOf(match.group(1)))
            .toList();
    assertThat(found).as(row).hasSize(1);
    return found.get(0);
  }

  private static String section(String title) {
    int from = PAGE.indexOf("\n## " + title + "\n");
    assertThat(from).as("section %s", title).isPositive();
    int to = PAGE.indexOf("\n## ", from + 1);
    return PAGE.substring(from, to < 0 ? PAGE.length() : to);
  }

  private static String page() {
    try {
      return Files.readString(
          Path.of(System.getProperty("orion.root"), "docs", "contracts", "wire-format.md"));
    } catch (IOException e) {
      throw new AssertionError("the wire format has to be written down", e);
    }
  }
}
