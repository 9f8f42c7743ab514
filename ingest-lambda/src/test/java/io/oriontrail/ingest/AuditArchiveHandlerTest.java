package io.oriontrail.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditArchiveHandlerTest {
  private static final String LOOK =
      """
      {"eventID":"1","eventName":"INSERT","dynamodb":{"ApproximateCreationDateTime":1795342530,\
      "Keys":{"pk":{"S":"acct-42"}},"NewImage":{"pk":{"S":"acct-42"},"caller":{"S":"Ümit"},\
      "SequenceNumber":{"S":"no number"},"status":{"N":"200"},"payload":{"BOOL":false}},\
      "SequenceNumber":"%s","StreamViewType":"NEW_IMAGE"}}""";

  private final HeldArchive archive = new HeldArchive();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @Test
  void changes_copied_areLinesAsTheyCameUnderTheirRange() throws IOException {
    String first = LOOK.formatted("100000000001");
    String last = LOOK.formatted("100000000007");

    handle(first, last);
    handle(first, last);

    assertThat(archive.objects)
        .containsOnlyKeys("audit/day=2026-11-22/100000000001-100000000007.ndjson.gz");
    assertThat(archive.lines()).hasSize(2);
    JsonMapper json = JsonMapper.builder().build();
    assertThat(json.readTree(archive.lines().getFirst())).isEqualTo(json.readTree(first));
    assertThat(json.readTree(archive.lines().getLast())).isEqualTo(json.readTree(last));
    assertThat(printed.toString(UTF_8).lines())
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).contains("\"AuditCopied\":2"));
  }

  @Test
  void bucketThatRefuses_failsTheBatch() {
    archive.breakFor(key -> true);

    assertThatThrownBy(() -> handle(LOOK.formatted("1"))).isInstanceOf(ArchiveException.class);
    assertThat(printed.size()).isZero();
  }

  @Test
  void input_ofSomethingElse_isRefused() {
    assertThatThrownBy(() -> call("{\"detail\":{}}"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no array 'Records'");
    assertThatThrownBy(() -> handle("{\"kinesis\":{\"data\":\"\"}}"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a record has no number");
    assertThat(archive.objects).isEmpty();
  }

  private void handle(String... records) throws IOException {
    call("{\"Records\":[" + String.join(",", List.of(records)) + "]}");
  }

  private void call(String event) throws IOException {
    new AuditArchiveHandler(archive, () -> Wire.START, new PrintStream(printed, true, UTF_8))
        .handleRequest(
            new ByteArrayInputStream(event.getBytes(UTF_8)),
            new ByteArrayOutputStream(),
            new InvocationContext("request-1", 60_000));
  }
}
