package io.oriontrail.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests that nobody means well with, from a seed: whatever comes, the API answers, and what it
 * refuses it refuses with a problem that names what is wrong.
 */
class QueryFuzzTest extends ApiFixture {
  private static final int REQUESTS = 4_000;

  /** Validating against the contract costs more than answering: this many of each kind are. */
  private static final int CHECKED_OF_A_KIND = 5;

  private static final List<Access.Mode> MODES =
      List.of(Access.Mode.OPEN, Access.Mode.OIDC, Access.Mode.IAM);

  private static final String[] HOSTILE = {
    "",
    " ",
    "a",
    "acct-1",
    "exec-1",
    "A",
    "nobody",
    "%",
    "%00",
    "%0d%0a",
    "%zz",
    "%c3%28",
    "+",
    "..",
    "../../etc/passwd",
    "..%2f..%2f",
    "#",
    "a#b",
    "?",
    "&",
    "=",
    "\u0000",
    "\r\nSet-Cookie: a=b",
    "\"",
    "'",
    "\\",
    "<script>alert(1)</script>",
    "${jndi:ldap://x/a}",
    "{{7*7}}",
    "' OR 1=1 --",
    "\u202e",
    "\uFFFF",
    "ü",
    "☃",
    "\uD83D\uDE00",
    "-1",
    "0",
    "1",
    "500",
    "501",
    "1e9",
    "NaN",
    "null",
    "9223372036854775808",
    "true",
    "[]",
    "{}",
    "2026-03-01T10:00:00Z",
    "2026-02-30T00:00:00Z",
    "24h",
    "7d",
    "1y",
    "-1h",
    "9999999999d",
    "otlp",
    "chrome",
    "csv",
    "ndjson",
    "markdown",
    "AAAA",
    "x".repeat(129),
    "x".repeat(5_000),
    "☃".repeat(200),
    "%41".repeat(300),
    "a,b;c=d",
    "*/*;q=x",
    "gzip",
    "application/json",
    "text/html",
    "W/\"",
    "\"*\"",
    "*",
    "bytes=0-",
    "Bearer x.y.z",
  };

  private static final String[] PARAMETERS = {
    "accountId", "executionId", "with", "format", "limit", "cursor", "from", "to", "step",
    "errorCode", "window", "status", "service", "order", "x", "", "__proto__", "accountid"
  };

  private static final String[] HEADERS = {
    "accept",
    "accept-encoding",
    "if-none-match",
    "range",
    "authorization",
    "x-forwarded-for",
    "x-orion-origin",
    "content-length",
    "cookie",
    "host",
    "X-HTTP-Method-Override"
  };

  private static final String[] PATHS = {
    "/v1/timeline",
    "/v1/events",
    "/v1/export",
    "/v1/compare",
    "/v1/executions",
    "/v1/failures",
    "/v1/blast-radius",
    "/v1/steps",
    "/v1/step",
    "/v1/map",
    "/v1/health",
    "/v1/steps/{}",
    "/v1/accounts/{}/executions",
    "/v1/accounts/{}/executions/{}",
    "/v1/accounts/{}/executions/{}/events",
    "/v1/accounts/{}/executions/{}/export",
    "/v1/accounts/{}/executions/{}/compare",
    "/v1/{}",
    "/{}",
    "/v1/accounts/{}/{}/{}/{}/{}"
  };

  private static final String[] CALLERS = {
    "null",
    "{}",
    "[]",
    "7",
    "{\"jwt\":null}",
    "{\"jwt\":[]}",
    "{\"jwt\":{\"claims\":[1,{}]}}",
    "{\"jwt\":{\"claims\":{\"sub\":{\"a\":[[]]},\"scope\":7}}}",
    "{\"jwt\":{\"claims\":{\"sub\":\"a\",\"scope\":\"openid\"}}}",
    "{\"jwt\":{\"claims\":{\"sub\":\"a\",\"scope\":\"journeys/read\"}}}",
    "{\"jwt\":{\"claims\":{\"sub\":\"a\",\"scope\":\"journeys/read journeys/payload\"}}}",
    "{\"jwt\":{\"claims\":{\"sub\":\"a\",\"scp\":\"[journeys/read journeys/payload]\"}}}",
    "{\"iam\":{\"userArn\":\"arn:aws:iam::1:user/a\"}}",
    "{\"iam\":{\"userArn\":[]}}",
  };

  private static final String[] METHODS = {
    "GET", "GET", "GET", "GET", "GET", "GET", "GET", "GET", "HEAD", "POST", "get", "G ET", "TRACE"
  };

  private static final Pattern NAMES_SOMETHING = Pattern.compile("'[^']*'");

  private final Map<String, Integer> kinds = new TreeMap<>();
  private final Map<String, Integer> seen = new TreeMap<>();
  private Gateway current = gateway;
  private @Nullable String knownTag;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void request_ofAnyKind_isAnsweredOrRefusedWithAProblem(long seed) {
    storeSomething();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < REQUESTS; i++) {
      if (i % 500 == 0) {
        access = new Access(MODES.get(i / 500 % MODES.size()), List.of());
        current = gateway(store);
      }
      ask(random, "seed " + seed + ", request " + i);
    }

    assertThat(kinds).containsKeys("200", "304", "400", "401", "403", "404", "405", "406");
  }

  private void storeSomething() {
    for (ExecutionKey key : List.of(Events.KEY, ODD, ExecutionKey.of("a", "\"'<&>;\u202e"))) {
      append(
          started(key, "A", 0),
          StepEvent.ended(key, "A", Status.FAILED, T0.plusMillis(5))
              .errorCode("E")
              .errorMessage("\r\n<b>")
              .attributes(Map.of("=1", "\u0000\u2028"))
              .build());
    }
  }

  private void ask(SplittableRandom random, String which) {
    String method = any(random, METHODS);
    String path = path(random);
    String query = query(random);
    Map<String, String> headers = headers(random);
    String caller = any(random, CALLERS);
    if (random.nextInt(8) == 0 && knownTag != null) {
      headers.put("if-none-match", knownTag);
    }
    String what = "%s: %s %s?%s %s %s".formatted(which, method, path, query, headers, caller);

    Gateway.Reply reply = current.as(caller).call(method, path, query, headers);

    assertThat(reply.status()).as(what).isBetween(200, 499);
    assertThat(reply.headers())
        .as(what)
        .allSatisfy((name, value) -> assertThat(name + value).matches("[\\x20-\\x7e]*"))
        .containsEntry("x-content-type-options", "nosniff");
    knownTag = reply.header("ETag") == null ? knownTag : reply.header("ETag");
    kinds.merge(Integer.toString(reply.status()), 1, Integer::sum);
    if (method.toUpperCase(Locale.ROOT).equals("HEAD") || reply.status() == 304) {
      assertThat(reply.text()).as(what).isEmpty();
    } else if (reply.status() >= 400) {
      checkProblem(reply, what);
    }
  }

  private void checkProblem(Gateway.Reply reply, String what) {
    JsonNode problem = reply.json();
    String type = problem.path("type").asText().replaceFirst(".*:", "");
    String detail = problem.path("detail").asText();
    assertThat(reply.header("Content-Type")).as(what).isEqualTo("application/problem+json");
    assertThat(problem.path("status").asInt()).as(what).isEqualTo(reply.status());
    assertThat(detail).as(what).isNotBlank();
    assertThat(reply.wireBytes()).as(what).isLessThan(4_000);
    switch (type) {
      case "invalid-parameter", "invalid-id", "malformed-request", "execution-not-found" ->
          assertThat(detail).as(what).containsPattern(NAMES_SOMETHING);
      case "invalid-cursor" -> assertThat(detail).as(what).contains("ursor");
      default -> {} // says itself what was not there, not allowed or not known
    }
    if (seen.merge(type, 1, Integer::sum) <= CHECKED_OF_A_KIND) {
      contract.checkProblem(reply);
    }
  }

  private static String any(SplittableRandom random, String... of) {
    return of[random.nextInt(of.length)];
  }

  /** Now and then what is there, or nothing but refusals would come. */
  private static String path(SplittableRandom random) {
    if (random.nextInt(4) == 0) {
      return PATH + any(random, "", "/events", "/export", "/compare");
    }
    StringBuilder path = new StringBuilder(any(random, PATHS));
    for (int at = path.indexOf("{}"); at >= 0; at = path.indexOf("{}", at)) {
      String text = any(random, HOSTILE);
      path.replace(at, at + 2, text);
      at += text.length();
    }
    if (random.nextInt(8) == 0) {
      path.insert(random.nextInt(path.length() + 1), any(random, HOSTILE));
    }
    return path.isEmpty() ? "/" : path.toString();
  }

  private static String query(SplittableRandom random) {
    StringBuilder query = new StringBuilder();
    int count = random.nextInt(5);
    for (int i = 0; i < count; i++) {
      String value = any(random, HOSTILE);
      query
          .append(i == 0 ? "" : any(random, "&", "&", "&", "&&", ";"))
          .append(any(random, PARAMETERS))
          .append(any(random, "=", "=", "=", "=", "", "=="))
          .append(random.nextInt(3) == 0 ? value : Gateway.encode(value));
    }
    return query.toString();
  }

  private static Map<String, String> headers(SplittableRandom random) {
    Map<String, String> headers = new HashMap<>();
    int count = random.nextInt(3);
    for (int i = 0; i < count; i++) {
      headers.put(any(random, HEADERS), any(random, HOSTILE));
    }
    return headers;
  }
}
