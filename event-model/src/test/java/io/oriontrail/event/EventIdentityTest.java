package io.oriontrail.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EventIdentityTest {
  private static final Instant TIME = Instant.parse("2026-11-22T10:15:30.123456789Z");

  private static final StepEvent FULL =
      StepEvent.ended(
              ExecutionKey.of("acct-42", "exec-7#ü/\"\\"), "VERIFY IDENTITY 検", Status.FAILED, TIME)
          .runId("9f86d081884c7d65")
          .parentRunId("0a")
          .attempt(3)
          .dependsOn("FETCH_PROFILE", "A/B")
          .durationNanos(2_100_000_000L)
          .errorCode("UPSTREAM_TIMEOUT")
          .errorMessage("no answer\n\tin 2 s \u0001\u001f \u007f\u2028 \uD83D\uDE00")
          .service("identity")
          .host("i-0abc")
          .traceId("4bf92f3577b34da6a3ce929d0e0e4736")
          .attributes(Map.of("region", "eu-west-1", "b", "", "a\"", "\\"))
          .build();

  private static final String PLAIN =
      "{\"accountId\":\"acct-42\",\"executionId\":\"exec-7\",\"step\":\"SCORE\","
          + "\"state\":\"ENDED\",\"status\":\"FAILED\",\"timestamp\":\"2026-11-22T10:15:30.5Z\","
          + "\"errorMessage\":\"no\",\"attributes\":{\"a\":\"1\",\"b\":\"2\"}}";

  // These ids are in tables and archives: a change of the canonical form would store events twice.
  @Test
  void id_goldenEvents_neverChanges() {
    assertThat(FULL.identified().eventId()).isEqualTo("v4pR7NH2cw-elv1H");
    StepEvent small =
        StepEvent.started(ExecutionKey.of("a", "b"), "S", Instant.parse("2000-01-01T00:00:00Z"))
            .build();
    assertThat(small.identified().eventId()).isEqualTo("h-A03A5PUsVAPiFO");
    assertThat(
            idOf(
                "{\"accountId\":\"customer-173688\",\"executionId\":\"loan-173688\","
                    + "\"step\":\"A_SUBMITTED\",\"state\":\"ENDED\",\"status\":\"SUCCEEDED\","
                    + "\"timestamp\":\"2011-09-30T22:38:44.546Z\","
                    + "\"attributes\":{\"resource\":\"112\",\"amountRequested\":\"20000\"}}"))
        .isEqualTo("OB7UWUxJi4fezUCy");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // another order
        "{\"attributes\":{\"b\":\"2\",\"a\":\"1\"},\"errorMessage\":\"no\","
            + "\"timestamp\":\"2026-11-22T10:15:30.5Z\",\"status\":\"FAILED\",\"state\":\"ENDED\","
            + "\"step\":\"SCORE\",\"executionId\":\"exec-7\",\"accountId\":\"acct-42\"}",
        // the default said aloud, and nothing said as null
        "{\"accountId\":\"acct-42\",\"executionId\":\"exec-7\",\"step\":\"SCORE\",\"attempt\":1,"
            + "\"runId\":null,\"dependsOn\":[],"
            + "\"state\":\"ENDED\",\"status\":\"FAILED\",\"timestamp\":\"2026-11-22T10:15:30.5Z\","
            + "\"errorMessage\":\"no\",\"attributes\":{\"a\":\"1\",\"b\":\"2\"}}",
        // the same time elsewhere
        "{\"accountId\":\"acct-42\",\"executionId\":\"exec-7\",\"step\":\"SCORE\","
            + "\"state\":\"ENDED\",\"status\":\"FAILED\","
            + "\"timestamp\":\"2026-11-22T15:45:30.500000+05:30\","
            + "\"errorMessage\":\"no\",\"attributes\":{\"a\":\"1\",\"b\":\"2\"}}",
        // white space, escapes and a field from the future
        "{ \"accountId\" : \"acct\\u002d42\",\"executionId\":\"exec-7\",\"step\":\"SCORE\",\n"
            + "\"state\":\"ENDED\",\"status\":\"FAILED\",\"timestamp\":\"2026-11-22t10:15:30.5z\","
            + "\"errorMessage\":\"no\",\"attributes\":{\"a\":\"1\",\"b\":\"2\"},\"new\":[{}]}"
      })
  void id_sameEventWrittenOtherwise_isTheSame(String json) {
    assertThat(idOf(json)).isEqualTo(idOf(PLAIN));
  }

  @Test
  void id_anyOtherContent_isAnother() {
    List<StepEvent.Builder> others =
        List.of(
            FULL.toBuilder().runId(null),
            FULL.toBuilder().parentRunId("0b"),
            FULL.toBuilder().attempt(2),
            FULL.toBuilder().dependsOn("A/B", "FETCH_PROFILE"),
            FULL.toBuilder().durationNanos(2_100_000_001L),
            FULL.toBuilder().errorCode("UPSTREAM_TIMEOUT2"),
            FULL.toBuilder().errorMessage("no answer"),
            FULL.toBuilder().service("identity2"),
            FULL.toBuilder().host(null),
            FULL.toBuilder().traceId("4bf92f3577b34da6a3ce929d0e0e4737"),
            FULL.toBuilder().attributes(Map.of()),
            StepEvent.ended(FULL.key(), FULL.step(), Status.SUCCEEDED, TIME),
            StepEvent.started(FULL.key(), FULL.step(), TIME),
            StepEvent.started(FULL.key(), FULL.step(), TIME.plusNanos(1)),
            StepEvent.started(FULL.key(), "OTHER", TIME),
            StepEvent.started(ExecutionKey.of("acct-42", "exec-8"), FULL.step(), TIME),
            StepEvent.started(ExecutionKey.of("acct-43", "exec-7"), FULL.step(), TIME));
    Set<String> ids = new HashSet<>();
    ids.add(String.valueOf(FULL.identified().eventId()));
    others.forEach(other -> ids.add(String.valueOf(other.build().identified().eventId())));
    assertThat(ids).hasSize(others.size() + 1);
  }

  @Test
  void id_manyEvents_neverMeet() {
    RandomEvents events = new RandomEvents(11);
    Set<String> ids = new HashSet<>();
    Set<StepEvent> distinct = new HashSet<>();
    for (int i = 0; i < 2_000; i++) {
      StepEvent event = events.next().toBuilder().eventId(null).build();
      distinct.add(event);
      ids.add(String.valueOf(event.identified().eventId()));
    }
    assertThat(ids).hasSameSizeAs(distinct);
  }

  @Test
  void id_messageTooLongToKeep_dependsOnAllOfIt() {
    String long1 = PLAIN.replace("\"no\"", "\"" + "x".repeat(2_000) + "1\"");
    String long2 = PLAIN.replace("\"no\"", "\"" + "x".repeat(2_000) + "2\"");
    assertThat(idOf(long1)).isNotEqualTo(idOf(long2));
  }

  @Test
  void identified_eventWithId_isItself() {
    StepEvent event = FULL.toBuilder().eventId("mine").build();
    assertThat(event.identified()).isSameAs(event);
  }

  private static String idOf(String json) {
    StepEvent event =
        (StepEvent) StepEventJson.decode(json.getBytes(StandardCharsets.UTF_8)).message();
    return String.valueOf(event.eventId());
  }
}
