package io.oriontrail.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may see what, and that each look is recorded before it is answered. */
class AccessTest extends ApiFixture {
  private static final String READER =
      "{\"jwt\":{\"claims\":{\"sub\":\"ada\",\"scope\":\"openid journeys/read\"},\"scopes\":null}}";
  private static final String PAYLOAD_READER =
      "{\"jwt\":{\"claims\":{\"sub\":\"bob\",\"scope\":\"journeys/payload journeys/read\"}}}";

  @BeforeEach
  void storeAFailure() {
    append(
        StepEvent.started(Events.KEY, "A", T0).runId("r").build(),
        StepEvent.ended(Events.KEY, "A", Status.FAILED, T0.plusSeconds(1))
            .runId("r")
            .errorCode("CODE")
            .errorMessage("secret message")
            .attributes(Map.of("iban", "secret attribute"))
            .build());
  }

  private Gateway oidc() {
    access = new Access(Access.Mode.OIDC, List.of());
    return gateway(store);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "OIDC | null | 401 | unauthenticated",
        "OIDC | {} | 401 | unauthenticated",
        "OIDC | {\"jwt\":null} | 401 | unauthenticated",
        "OIDC | {\"iam\":{\"userArn\":\"arn:aws:iam::1:user/a\"}} | 401 | unauthenticated",
        "OIDC | {\"jwt\":{\"claims\":{\"sub\":\"a\"}}} | 403 | forbidden",
        "OIDC | {\"jwt\":{\"claims\":{\"sub\":\"a\",\"scope\":\"journeys/reader\"}}} | 403 | forbidden",
        "OIDC | {\"jwt\":{\"claims\":{\"sub\":\"a\",\"scope\":\"journeys/payload\"}}} | 403 | forbidden",
        "IAM | null | 401 | unauthenticated",
        "IAM | {\"jwt\":{\"claims\":{\"sub\":\"a\",\"scope\":\"journeys/read\"}}} | 401 | unauthenticated",
      })
  void caller_notAllowed_seesNothingAndIsRecorded(
      Access.Mode mode, String authorizer, int status, String type) {
    access = new Access(mode, List.of());
    Gateway guarded = gateway(store);
    for (String path : List.of(PATH, PATH + "/events", PATH + "/export?format=csv")) {
      Gateway.Reply reply = guarded.as(authorizer).get(path);

      contract.checkProblem(reply);
      assertThat(reply.status()).isEqualTo(status);
      assertThat(reply.json().get("type").asText()).endsWith(":" + type);
      assertThat(audited.getLast().status()).isEqualTo(status);
    }
    assertThat(guarded.as(authorizer).get("/v1/health").status()).isEqualTo(200);
  }

  /**
   * Tokens are checked by the gateway: signature, issuer, audience, expiry. What it did not accept
   * it does not pass on as claims, and a token that merely stands in a header says nothing.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "of the issuer, good for ever | \"iss\":\"https://id.example\",\"exp\":4102444800",
        "expired | \"iss\":\"https://id.example\",\"exp\":1",
        "of another issuer | \"iss\":\"https://evil.example\",\"exp\":4102444800",
        "without an issuer | \"aud\":\"orion\"",
      })
  void token_thatTheGatewayDidNotAccept_opensNothing(String kind, String claims) {
    Gateway guarded = oidc();
    String all = "{\"sub\":\"eve\",\"scope\":\"journeys/read journeys/payload\"," + claims + "}";
    String token = encoded("{\"alg\":\"none\"}") + "." + encoded(all) + ".";
    for (String authorizer : List.of("null", "{}", "{\"jwt\":{\"claims\":{}}}")) {
      Gateway.Reply reply =
          guarded
              .as(authorizer)
              .get(PATH, Map.of("authorization", "Bearer " + token, "x-amzn-oidc-data", token));

      contract.checkProblem(reply);
      assertThat(reply.status()).as(kind).isEqualTo(401);
      assertThat(reply.header("WWW-Authenticate")).contains("journeys/read");
      assertThat(reply.text()).doesNotContain("secret", token);
    }
    assertThat(guarded.log()).doesNotContain(token);
  }

  private static String encoded(String json) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/events",
        "/export?format=otlp",
        "/export?format=chrome",
        "/export?format=csv",
        "/export?format=ndjson",
        "/export?format=markdown",
      })
  void payload_withoutItsScope_isLeftOutAndTheAnswerSaysSo(String form) {
    Gateway guarded = oidc();

    Gateway.Reply without = guarded.as(READER).get(PATH + form);
    Gateway.Reply with = guarded.as(PAYLOAD_READER).get(PATH + form);

    assertThat(without.status()).isEqualTo(200);
    assertThat(without.text()).doesNotContain("secret");
    assertThat(with.text()).contains("secret message");
    if (form.isEmpty()) {
      assertThat(without.json().get("payload").asText()).isEqualTo("OMITTED_FOR_SCOPE");
      assertThat(without.json().get("runs").get(0).get("error").get("code").asText())
          .isEqualTo("CODE");
      assertThat(with.json().get("payload").asText()).isEqualTo("INCLUDED");
    } else {
      assertThat(without.header(EventsCall.PAYLOAD)).isEqualTo("OMITTED_FOR_SCOPE");
      assertThat(with.header(EventsCall.PAYLOAD)).isEqualTo("INCLUDED");
    }
    assertThat(audited).extracting(AuditLog.Entry::payload).containsExactly(false, true);
  }

  @Test
  void tag_ofAnAnswerWithoutPayload_isNotThatOfTheWhole() {
    Gateway guarded = oidc();
    String tag = String.valueOf(guarded.as(READER).get(PATH).header("ETag"));

    assertThat(guarded.as(READER).get(PATH, Map.of("if-none-match", tag)).status()).isEqualTo(304);
    assertThat(guarded.as(PAYLOAD_READER).get(PATH, Map.of("if-none-match", tag)).status())
        .isEqualTo(200);
  }

  @Test
  void payload_ofSignedRequests_isForThePrincipalsNamed() {
    access = new Access(Access.Mode.IAM, List.of("arn:aws:sts::1:assumed-role/Support/"));
    Gateway guarded = gateway(store);
    String support = "{\"iam\":{\"userArn\":\"arn:aws:sts::1:assumed-role/Support/eve\"}}";
    String other = "{\"iam\":{\"userArn\":\"arn:aws:sts::1:assumed-role/SupportLess/eve\"}}";

    assertThat(guarded.as(support).get(PATH).text()).contains("secret message");
    assertThat(guarded.as(other).get(PATH).text()).doesNotContain("secret");
    assertThat(audited.getLast().caller().name()).endsWith("SupportLess/eve");
  }

  @Test
  void look_answered_isRecordedBeforeWithWhoWhatWhenAndWhere() {
    Gateway guarded = oidc();

    guarded
        .as(READER)
        .get(
            BY_QUERY + "?accountId=acct-1&executionId=exec-1",
            Map.of("x-forwarded-for", "198.51.100.7, 203.0.113.1"));
    guarded.as(READER).get("/v1/accounts/acct-1/executions/gone");
    guarded.as(READER).get(BY_QUERY + "?accountId=a%23");
    guarded.as(READER).get("/v1/health");

    assertThat(audited).hasSize(2);
    AuditLog.Entry first = audited.getFirst();
    assertThat(first.at()).isEqualTo(clock.instant());
    assertThat(first.requestId()).isEqualTo(Gateway.REQUEST_ID);
    assertThat(first.route()).isEqualTo("timeline");
    assertThat(first.accountId()).isEqualTo("acct-1");
    assertThat(first.executionId()).isEqualTo("exec-1");
    assertThat(first.question()).isEqualTo("accountId=acct-1&executionId=exec-1");
    assertThat(first.caller().name()).isEqualTo("ada");
    assertThat(first.caller().address()).isEqualTo("192.0.2.1 for 198.51.100.7, 203.0.113.1");
    assertThat(first.status()).isEqualTo(200);
    assertThat(audited.getLast().status()).isEqualTo(404);
  }

  @Test
  void audit_down_noAnswer() {
    audit =
        entry -> {
          throw new AuditException("table is gone", new IllegalStateException("secret"));
        };
    Gateway unaudited = gateway(store);

    Gateway.Reply reply = unaudited.get(PATH);
    Gateway.Reply unknown = unaudited.get("/v1/accounts/acct-1/executions/gone");

    contract.check(BY_PATH, reply);
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.json().get("type").asText()).endsWith(":audit-unavailable");
    assertThat(reply.text()).doesNotContain("secret", "table", "CODE");
    assertThat(unknown.text()).isEqualTo(reply.text());
    assertThat(unaudited.get("/v1/health").status()).isEqualTo(200);
    assertThat(unaudited.log()).contains("io.oriontrail.query.AuditException");
  }
}
