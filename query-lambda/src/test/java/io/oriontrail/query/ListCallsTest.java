package io.oriontrail.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.Heartbeat;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Questions about more than one execution: an account's, and those across accounts. */
class ListCallsTest extends ApiFixture {
  private static final String EXECUTIONS_BY_PATH = "/v1/accounts/{accountId}/executions";

  /** An execution of one run that took 100 ms, and that failed where a code is given. */
  private void execution(String account, String id, long atMillis, String step, String code) {
    ExecutionKey key = ExecutionKey.of(account, id);
    append(
        StepEvent.started(key, step, T0.plusMillis(atMillis)).runId("r").build(),
        StepEvent.ended(
                key,
                step,
                code.isEmpty() ? Status.SUCCEEDED : Status.FAILED,
                T0.plusMillis(atMillis + 100))
            .runId("r")
            .durationNanos(100_000_000L)
            .errorCode(code.isEmpty() ? null : code)
            .errorMessage(code.isEmpty() ? null : "message")
            .build());
  }

  @Test
  void executions_ofAnAccount_areListedNewestFirstAndStandAsTheirTimelines() {
    for (int i = 0; i < 7; i++) {
      execution("acct-1", "exec/" + i, 1_000L * i, "A", i == 3 ? "CODE" : "");
    }
    append(started(ExecutionKey.of("acct-1", "exec/open"), "B", 9_000));
    execution("acct-2", "other", 0, "A", "");
    clock.advance(Duration.ofMinutes(2));
    List<String> ids = new ArrayList<>();
    String cursor = "";
    while (cursor != null) {
      Gateway.Reply page = gateway.get("/v1/executions?accountId=acct-1&limit=3" + cursor);
      contract.check("/v1/executions", page);
      for (JsonNode listed : page.json().get("executions")) {
        String id = listed.get("executionId").asText();
        ids.add(id);
        JsonNode timeline =
            gateway.get(BY_QUERY + "?accountId=acct-1&executionId=" + Gateway.encode(id)).json();
        for (String same : List.of("status", "startedAt", "endedAt", "durationNanos")) {
          assertThat(listed.get(same)).as("%s of %s", same, id).isEqualTo(timeline.get(same));
        }
      }
      JsonNode next = page.json().get("nextCursor");
      cursor = next == null ? null : "&cursor=" + next.asText();
    }

    assertThat(ids)
        .containsExactly(
            "exec/open", "exec/6", "exec/5", "exec/4", "exec/3", "exec/2", "exec/1", "exec/0");
    JsonNode failed = gateway.get("/v1/executions?accountId=acct-1").json().at("/executions/4");
    assertThat(failed.get("status").asText()).isEqualTo("FAILED");
    assertThat(failed.get("failedStep").asText()).isEqualTo("A");
    assertThat(failed.get("errorCode").asText()).isEqualTo("CODE");
  }

  @Test
  void executions_ofNobody_areNone() {
    Gateway.Reply reply = gateway.get("/v1/accounts/nobody/executions");

    contract.check(EXECUTIONS_BY_PATH, reply);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().get("executions")).isEmpty();
  }

  @Test
  void executions_oneOfVeryMany_isJudgedByItsFirstAndLastEvents() {
    ExecutionKey key = ExecutionKey.of("acct-1", "exec-1");
    List<StepEvent> events = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      events.add(StepEvent.started(key, "A", T0.plusMillis(i)).runId("r" + i).build());
      if (i != 1_500) {
        events.add(
            StepEvent.ended(key, "A", Status.SUCCEEDED, T0.plusMillis(i)).runId("r" + i).build());
      }
    }
    append(events);
    append(
        StepEvent.ended(key, StepEvent.EXECUTION, Status.SUCCEEDED, T0.plusMillis(3_000)).build());

    JsonNode listed = gateway.get("/v1/accounts/acct-1/executions").json().at("/executions/0");

    assertThat(listed.get("status").asText()).isEqualTo("SUCCEEDED");
    assertThat(listed.get("durationNanos").asLong()).isEqualTo(3_000_000_000L);
  }

  @Test
  void execution_unknown_namesTheNearestOfItsAccount() {
    for (int i = 0; i < 20; i++) {
      execution("acct-1", "order-%02d".formatted(i), 1_000L * i, "A", "");
    }

    Gateway.Reply reply = gateway.get("/v1/accounts/acct-1/executions/Order-7");
    Gateway.Reply nobody = gateway.get("/v1/accounts/acct-9/executions/order-07");

    contract.check(BY_PATH, reply);
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.json().get("nearest"))
        .extracting(JsonNode::asText)
        .contains("order-07", "order-19")
        .hasSizeLessThanOrEqualTo(6);
    assertThat(nobody.json().has("nearest")).isFalse();
    assertThat(nobody.json().get("hints").toString()).contains("Nothing at all is stored");
  }

  @Test
  void compare_withNothing_isWithTheLastGoodOneBefore() {
    execution("acct-1", "good-old", 0, "A", "");
    execution("acct-1", "good", 1_000, "A", "");
    execution("acct-1", "bad", 2_000, "A", "CODE");
    execution("acct-1", "this", 3_000, "A", "CODE");
    execution("acct-1", "later", 4_000, "A", "");
    clock.advance(Duration.ofMinutes(2));

    Gateway.Reply reply = gateway.get("/v1/accounts/acct-1/executions/this/compare");
    Gateway.Reply first = gateway.get("/v1/accounts/acct-1/executions/good-old/compare");

    contract.check(BY_PATH + "/compare", reply);
    assertThat(reply.json().at("/other/executionId").asText()).isEqualTo("good");
    contract.check(BY_PATH + "/compare", first);
    assertThat(first.status()).isEqualTo(404);
    assertThat(first.json().get("type").asText()).endsWith(":nothing-to-compare");
  }

  @Test
  void failures_acrossAccounts_areAllOfThemNewestFirst() {
    for (int i = 0; i < 9; i++) {
      execution("acct-" + i, "e", 100L * i, i % 3 == 0 ? "B" : "A", "CODE_" + i % 2);
    }
    execution("acct-good", "e", 0, "A", "");
    append(
        StepEvent.ended(Events.KEY, StepEvent.EXECUTION, Status.FAILED, T0.plusMillis(50)).build());
    Set<String> accounts = new HashSet<>();
    String last = "9999";
    String cursor = "";
    while (cursor != null) {
      Gateway.Reply page = gateway.get("/v1/failures?limit=2" + cursor);
      contract.check("/v1/failures", page);
      for (JsonNode failure : page.json().get("failures")) {
        assertThat(accounts.add(failure.get("accountId").asText())).isTrue();
        assertThat(failure.get("failedAt").asText()).isLessThan(last);
        last = failure.get("failedAt").asText();
      }
      JsonNode next = page.json().get("nextCursor");
      cursor = next == null ? null : "&cursor=" + next.asText();
      clock.advance(Duration.ofSeconds(1)); // a cursor takes its window along
    }

    assertThat(accounts).hasSize(9);
    JsonNode some = gateway.get("/v1/failures?step=A&errorCode=CODE_1").json().get("failures");
    assertThat(some)
        .extracting(failure -> failure.get("accountId").asText())
        .containsExactly("acct-7", "acct-5", "acct-1");
    assertThat(some.get(0).get("errorMessage").asText()).isEqualTo("message");
    assertThat(gateway.get("/v1/failures?step=EXECUTION").json().get("failures")).hasSize(1);
  }

  @Test
  void failures_withoutTheScope_haveNoMessages() {
    execution("acct-1", "e", 0, "A", "CODE");
    access = new Access(Access.Mode.OIDC, List.of());

    Gateway.Reply reply =
        gateway(store)
            .as("{\"jwt\":{\"claims\":{\"sub\":\"a\",\"scope\":\"journeys/read\"}}}")
            .get("/v1/failures");

    contract.check("/v1/failures", reply);
    assertThat(reply.json().get("payload").asText()).isEqualTo("OMITTED_FOR_SCOPE");
    assertThat(reply.json().at("/failures/0/errorCode").asText()).isEqualTo("CODE");
    assertThat(reply.json().at("/failures/0/errorMessage").isNull()).isTrue();
  }

  @Test
  void failures_cursorOfAnotherQuestion_isRefused() {
    execution("acct-1", "e", 0, "A", "CODE");
    execution("acct-2", "e", 1, "A", "CODE");
    String cursor = gateway.get("/v1/failures?limit=1&step=A").json().get("nextCursor").asText();

    assertThat(gateway.get("/v1/failures?limit=1&step=A&cursor=" + cursor).status()).isEqualTo(200);
    assertThat(gateway.get("/v1/failures?limit=1&cursor=" + cursor).status()).isEqualTo(400);
    assertThat(gateway.get("/v1/executions?accountId=acct-1&cursor=" + cursor).status())
        .isEqualTo(400);
  }

  @Test
  void steps_ofTheLastHour_areCountedAndMeasured() {
    for (int i = 0; i < 10; i++) {
      execution("acct-" + i, "e", i, "A/1", i < 3 ? "CODE" : "");
    }
    execution("acct-1", "f", 0, "B", "");

    Gateway.Reply reply = gateway.get("/v1/steps");
    Gateway.Reply series = gateway.get("/v1/step?step=A/1&window=2h");

    contract.check("/v1/steps", reply);
    JsonNode first = reply.json().at("/steps/0");
    assertThat(first.get("step").asText()).isEqualTo("A/1");
    assertThat(first.get("ended").asInt()).isEqualTo(10);
    assertThat(first.get("failures").asInt()).isEqualTo(3);
    assertThat(first.get("failureRatio").asDouble()).isEqualTo(0.3);
    assertThat(first.get("p95Nanos").asDouble()).isBetween(95e6, 105e6);
    contract.check("/v1/step", series);
    assertThat(series.json().get("buckets")).hasSize(1);
    assertThat(series.json().at("/buckets/0/started").asInt()).isEqualTo(10);
    contract.check("/v1/steps/{step}", gateway.get("/v1/steps/B?window=7d"));
  }

  @Test
  void map_ofADay_hasStepsAndWhatTheyWaitFor() {
    execution("acct-1", "e", 0, "A", "");
    append(StepEvent.started(Events.KEY, "B", T0).dependsOn("A").runId("b").build());
    append(StepEvent.started(Events.KEY, StepEvent.EXECUTION, T0).build());

    Gateway.Reply reply = gateway.get("/v1/map");

    contract.check("/v1/map", reply);
    assertThat(reply.json().get("nodes"))
        .extracting(node -> node.get("step").asText())
        .containsExactly("A", "B");
    assertThat(reply.json().get("edges").toString())
        .isEqualTo("[{\"from\":\"A\",\"to\":\"B\",\"count\":1}]");
  }

  @Test
  void completeness_ofTheLastHour_tellsWhatEachEmitterMissesAndWhy() {
    for (int i = 0; i < 60; i++) {
      append(numbered("loses00000", i), numbered("keeps00000", i));
    }
    for (String emitter : List.of("keeps00000", "loses00000")) {
      boolean keeps = emitter.startsWith("keeps");
      Map<String, Long> none = Map.of("numbered", 0L, "dropped.FULL", 0L);
      Map<String, Long> counters =
          keeps
              ? Map.of("numbered", 60L)
              : Map.of("numbered", 100L, "dropped.FULL", 3L, "dropped.REFUSED", 4L);
      store.append(
          List.of(
              new Heartbeat(emitter, 0, T0.minusSeconds(1_800), none),
              new Heartbeat(emitter, 1, T0.minusSeconds(keeps ? 30 : 900), counters)),
          Instant.MAX);
    }

    Gateway.Reply reply = gateway.get("/v1/completeness");

    contract.check("/v1/completeness", reply);
    JsonNode found = reply.json();
    assertThat(found.get("from").asText()).isEqualTo("2026-03-01T09:00:00.000000000Z");
    assertThat(found.get("asOf").asText()).isEqualTo("2026-03-01T10:00:30.000000000Z");
    assertThat(found.get("lastHeardAt").asText()).isEqualTo("2026-03-01T09:59:30.000000000Z");
    assertThat(found.get("numbered").asLong()).isEqualTo(160);
    assertThat(found.get("stored").asLong()).isEqualTo(120);
    assertThat(found.get("missing").asLong()).isEqualTo(40);
    assertThat(found.get("dropped").asLong()).isEqualTo(7);
    JsonNode worst = found.at("/emitters/0");
    assertThat(worst.get("emitterId").asText()).isEqualTo("loses00000");
    assertThat(worst.get("missing").asLong()).isEqualTo(40);
    assertThat(worst.get("lastHeardAt").asText()).isEqualTo("2026-03-01T09:45:00.000000000Z");
    assertThat(worst.get("dropped").toString())
        .isEqualTo("[{\"reason\":\"FULL\",\"events\":3},{\"reason\":\"REFUSED\",\"events\":4}]");
    assertThat(found.at("/emitters/1/missing").asLong()).isZero();
    assertThat(found.at("/emitters/1/dropped")).isEmpty();
    assertThat(audited.getLast().accountId()).isNull();
  }

  @Test
  void completeness_ofAnHourInWhichNothingWasNumbered_namesWhoWasHeardOfAndWhatNeverLeft() {
    Map<String, Long> refused = Map.of("numbered", 0L, "dropped.BUFFER_FULL", 10_000L);
    store.append(
        List.of(
            new Heartbeat("quiet00000", 0, T0.minusSeconds(60), Map.of("numbered", 0L)),
            new Heartbeat("quiet00000", 1, T0.minusSeconds(30), Map.of("numbered", 0L)),
            new Heartbeat("refuses000", 0, T0.minusSeconds(90), Map.of("numbered", 0L)),
            new Heartbeat("refuses000", 1, T0.minusSeconds(60), refused)),
        Instant.MAX);

    Gateway.Reply reply = gateway.get("/v1/completeness");

    contract.check("/v1/completeness", reply);
    JsonNode found = reply.json();
    assertThat(found.get("emitterCount").asInt()).isEqualTo(2);
    assertThat(found.get("lastHeardAt").asText()).isEqualTo("2026-03-01T09:59:30.000000000Z");
    assertThat(found.get("numbered").asLong()).isZero();
    assertThat(found.get("missing").asLong()).isZero();
    assertThat(found.get("dropped").asLong()).isEqualTo(10_000);
    assertThat(found.at("/emitters/0/dropped").toString())
        .isEqualTo("[{\"reason\":\"BUFFER_FULL\",\"events\":10000}]");
    assertThat(found.at("/emitters/1/emitterId").asText()).isEqualTo("quiet00000");
  }

  @Test
  void completeness_ofMoreEmittersThanAnAnswerNames_namesTheWorstAndCountsAll() {
    List<Heartbeat> beats = new ArrayList<>();
    for (int i = 0; i < CompletenessCall.MOST_EMITTERS + 7; i++) {
      String emitter = "emitter%03d".formatted(i);
      beats.add(new Heartbeat(emitter, 0, T0.minusSeconds(90), Map.of("numbered", 0L)));
      beats.add(new Heartbeat(emitter, 1, T0.minusSeconds(60), Map.of("numbered", 20L + i)));
    }
    store.append(beats, Instant.MAX);

    Gateway.Reply reply = gateway.get("/v1/completeness?window=1m");

    contract.check("/v1/completeness", reply);
    assertThat(reply.json().get("emitterCount").asInt()).isEqualTo(507);
    assertThat(reply.json().get("emitters")).hasSize(CompletenessCall.MOST_EMITTERS);
    assertThat(reply.json().at("/emitters/0/emitterId").asText()).isEqualTo("emitter506");
  }

  @Test
  void completeness_withoutAnyHeartbeat_isOfNobody() {
    Gateway.Reply reply = gateway.get("/v1/completeness");

    contract.check("/v1/completeness", reply);
    assertThat(reply.json().get("emitters")).isEmpty();
    assertThat(reply.json().get("lastHeardAt").isNull()).isTrue();
  }

  private static StepEvent numbered(String emitter, int number) {
    return StepEvent.started(Events.KEY, "S", T0.minusSeconds(1_200 - number))
        .eventId(emitter + "-" + Integer.toString(number, 36))
        .build();
  }

  @Test
  void blastRadius_ofAFailure_countsOthersByTheMinute() {
    for (int i = 0; i < 12; i++) {
      execution("acct-" + i % 4, "e" + i % 6, 10_000L * i - 60_000, "A", "CODE");
    }
    execution("acct-1", "f", 0, "A", "OTHER_CODE");
    execution("acct-1", "g", 0, "B", "CODE");

    Gateway.Reply reply = gateway.get("/v1/blast-radius?step=A&errorCode=CODE");
    Gateway.Reply none = gateway.get("/v1/blast-radius?step=A");

    contract.check("/v1/blast-radius", reply);
    JsonNode blast = reply.json();
    assertThat(blast.get("failures").asInt()).isEqualTo(12);
    assertThat(blast.get("executions").asInt()).isEqualTo(12);
    assertThat(blast.get("accounts").asInt()).isEqualTo(4);
    assertThat(blast.get("firstSeen").asText()).isEqualTo("2026-03-01T09:59:00.000000000Z");
    assertThat(blast.get("minutes")).hasSize(2);
    contract.check("/v1/blast-radius", none);
    assertThat(none.json().get("failures").asInt()).isZero();
    assertThat(none.json().get("firstSeen").isNull()).isTrue();
  }

  /** Distinct ones are estimated, and ten may look like eleven. */
  @Test
  void blastRadius_estimates_contradictNeitherTheFailuresNorEachOther() {
    for (int code = 0; code < 10; code++) {
      for (int i = 0; i < 10; i++) {
        execution("acct-%d-%d".formatted(code, i), "e", i, "A", "CODE_" + code);
      }
    }

    for (int code = 0; code < 10; code++) {
      JsonNode blast = gateway.get("/v1/blast-radius?step=A&errorCode=CODE_" + code).json();

      assertThat(blast.get("failures").asInt()).isEqualTo(10);
      assertThat(blast.get("executions").asInt()).isBetween(6, 10);
      assertThat(blast.get("accounts").asInt()).isBetween(6, blast.get("executions").asInt());
    }
  }

  @Test
  void timeline_stepThatRanOften_isHeldAgainstItsUsualDuration() {
    for (int i = 0; i < 40; i++) {
      execution("acct-" + i, "e", i, "A", "");
    }
    append(
        StepEvent.started(Events.KEY, "A", T0).runId("slow").build(),
        StepEvent.ended(Events.KEY, "A", Status.SUCCEEDED, T0.plusSeconds(2))
            .runId("slow")
            .build());
    clock.advance(Duration.ofMinutes(2)); // over
    Gateway.Reply reply = gateway.get(PATH);
    clock.advance(RollupBaselines.FRESH);
    execution("acct-more", "e", 0, "A", "");
    Gateway.Reply later =
        gateway.get(PATH, Map.of("if-none-match", String.valueOf(reply.header("ETag"))));

    contract.check(BY_PATH, reply);
    JsonNode run = reply.json().at("/runs/0");
    assertThat(run.at("/baseline/samples").asInt()).isEqualTo(40);
    assertThat(run.get("flags").toString()).isEqualTo("[\"SLOW\"]");
    assertThat(later.status()).as("another run elsewhere is no news here").isEqualTo(304);
  }

  @Test
  void rollups_down_leaveTheTimelineAsItIs() {
    append(started(Events.KEY, "A", 0));
    Gateway lame = gatewayWithoutRollups();

    Gateway.Reply timeline = lame.get(PATH);
    Gateway.Reply steps = lame.get("/v1/steps");
    Gateway.Reply health = lame.get("/v1/health");

    assertThat(timeline.status()).isEqualTo(200);
    contract.check("/v1/steps", steps);
    assertThat(steps.status()).isEqualTo(503);
    contract.check("/v1/health", health);
    assertThat(health.text())
        .isEqualTo("{\"status\":\"UP\",\"stores\":{\"events\":\"UP\",\"rollups\":\"DOWN\"}}");
  }
}
