package io.oriontrail.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import org.junit.jupiter.api.Test;

class CompareCallTest extends ApiFixture {
  private static final ExecutionKey OTHER = ExecutionKey.of("acct-1", "exec-0");
  private static final String COMPARE = "/v1/compare?accountId=acct-1&executionId=exec-1&with=";

  private void run(ExecutionKey key, String step, int attempt, long from, long to, Status status) {
    String id = step + attempt;
    append(
        StepEvent.started(key, step, T0.plusMillis(from)).runId(id).attempt(attempt).build(),
        StepEvent.ended(key, step, status, T0.plusMillis(to))
            .runId(id)
            .attempt(attempt)
            .errorCode(status == Status.FAILED ? "CODE" : null)
            .build());
  }

  @Test
  void compare_twoExecutions_saysWhatDiffersByStep() {
    run(OTHER, "SAME", 1, 0, 100, Status.SUCCEEDED);
    run(OTHER, "SLOWER", 1, 100, 200, Status.SUCCEEDED);
    run(OTHER, "FASTER", 1, 200, 300, Status.SUCCEEDED);
    run(OTHER, "FAILS", 1, 300, 400, Status.SUCCEEDED);
    run(OTHER, "GONE", 1, 400, 500, Status.SUCCEEDED);
    run(Events.KEY, "SAME", 1, 0, 105, Status.SUCCEEDED);
    run(Events.KEY, "NEW", 1, 105, 110, Status.SUCCEEDED);
    run(Events.KEY, "SLOWER", 1, 110, 400, Status.FAILED);
    run(Events.KEY, "SLOWER", 2, 400, 500, Status.SUCCEEDED);
    run(Events.KEY, "FASTER", 1, 500, 550, Status.SUCCEEDED);
    run(Events.KEY, "FAILS", 1, 550, 650, Status.FAILED);

    Gateway.Reply reply = gateway.get(COMPARE + "exec-0");

    contract.check("/v1/compare", reply);
    assertThat(reply.status()).isEqualTo(200);
    JsonNode steps = reply.json().get("steps");
    assertThat(steps)
        .extracting(step -> step.get("step").asText() + step.get("changes"))
        .containsExactly(
            "SAME[]",
            "NEW[\"ADDED\"]",
            "SLOWER[\"ERROR_CHANGED\",\"RUNS_CHANGED\",\"SLOWER\"]",
            "FASTER[\"FASTER\"]",
            "FAILS[\"STATUS_CHANGED\",\"ERROR_CHANGED\"]",
            "GONE[\"MISSING\"]");
    assertThat(steps.get(2).get("deltaNanos").asLong()).isEqualTo(290_000_000);
    assertThat(steps.get(2).get("here").get("failures").asInt()).isEqualTo(1);
    assertThat(reply.json().get("other").get("executionId").asText()).isEqualTo("exec-0");
  }

  @Test
  void compare_withItself_differsInNothing() {
    run(Events.KEY, "A", 1, 0, 105, Status.SUCCEEDED);

    JsonNode comparison =
        gateway.get("/v1/accounts/acct-1/executions/exec-1/compare?with=exec-1").json();

    assertThat(comparison.get("steps")).allMatch(step -> step.get("changes").isEmpty());
  }

  @Test
  void compare_otherUnknown_isNotFound() {
    run(Events.KEY, "A", 1, 0, 105, Status.SUCCEEDED);

    Gateway.Reply reply = gateway.get(COMPARE + "nobody");

    contract.check("/v1/compare", reply);
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.json().get("detail").asText()).contains("'nobody'");
  }
}
