package io.oriontrail.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.oriontrail.store.StoreException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The API behind the edge: requests that went around it are answered by nobody. */
class OriginGuardTest extends ApiFixture {
  private static final String NOW = "n".repeat(32);
  private static final String BEFORE = "b".repeat(32);

  private Gateway guarded() {
    origin = OriginGuard.of(List.of(NOW, BEFORE));
    return gateway(
        (key, order, after, limit) -> {
          throw new StoreException("asked", new IllegalStateException());
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/health", PATH, "/v1/failures", "/v1/nothing"})
  void request_withoutTheSecret_isRefusedUnaskedAndUnrecorded(String path) {
    Gateway guarded = guarded();

    for (Map<String, String> headers :
        List.of(
            Map.<String, String>of(),
            Map.of(QueryConfig.ORIGIN_HEADER, ""),
            Map.of(QueryConfig.ORIGIN_HEADER, NOW.substring(1)),
            Map.of(QueryConfig.ORIGIN_HEADER, NOW + "n"),
            Map.of(QueryConfig.ORIGIN_HEADER, NOW + "," + BEFORE))) {
      Gateway.Reply reply = guarded.get(path, headers);

      contract.checkProblem(reply);
      assertThat(reply.status()).isEqualTo(403);
      assertThat(reply.json().get("detail").asText()).contains("the dashboard's address only");
    }
    assertThat(audited).isEmpty();
    assertThat(guarded.log())
        .contains("\"status\":403")
        .doesNotContain("StoreException", NOW.substring(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x-orion-origin", "X-Orion-Origin"})
  void request_withEitherSecret_isAnswered(String header) {
    Gateway guarded = guarded();

    for (String secret : List.of(NOW, BEFORE)) {
      // The store of this API is broken, so it was asked.
      assertThat(guarded.get("/v1/health", Map.of(header, secret)).status()).isEqualTo(503);
    }
    assertThat(guarded.log()).doesNotContain(NOW, BEFORE);
  }

  @Test
  void api_withoutSecrets_answersFromAnywhere() {
    assertThat(gateway.get("/v1/health").status()).isEqualTo(200);
  }
}
