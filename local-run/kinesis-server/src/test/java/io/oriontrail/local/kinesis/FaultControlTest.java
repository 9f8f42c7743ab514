package io.oriontrail.local.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Faults from outside of the JVM: by HTTP, and from the command line; heard in JSON. */
final class FaultControlTest {
  private static final String TARGET = "Kinesis_20131202.PutRecords";
  private static final String PUT =
      "{\"StreamName\":\"s\",\"Records\":[{\"PartitionKey\":\"k\",\"Data\":\"QQ==\"}]}";

  private final HttpClient http = HttpClient.newHttpClient();

  private HttpResponse<String> control(KinesisServer server, String method, String script)
      throws Exception {
    URI uri = server.endpoint().resolve(Controls.PATH);
    HttpRequest request =
        HttpRequest.newBuilder(uri).method(method, BodyPublishers.ofString(script)).build();
    return http.send(request, BodyHandlers.ofString());
  }

  @Test
  void post_script_isInForceUntilDelete() throws Exception {
    try (KinesisServer server = KinesisServer.start()) {
      server.createStream("s", 1);
      JsonCalls json = new JsonCalls(server.endpoint());
      assertThat(control(server, "POST", "denied").statusCode()).isEqualTo(200);
      assertThat(json.post(TARGET, PUT).body()).contains("AccessDeniedException");
      assertThat(control(server, "POST", "throttle").statusCode()).isEqualTo(200);
      assertThat(json.call("PutRecords", PUT).get("FailedRecordCount").intValue()).isEqualTo(1);
      assertThat(control(server, "DELETE", "").statusCode()).isEqualTo(200);
      assertThat(json.call("PutRecords", PUT).get("FailedRecordCount").intValue()).isZero();
    }
  }

  @Test
  void post_noScript_saysWhy_andChangesNothing() throws Exception {
    try (KinesisServer server = KinesisServer.start()) {
      server.createStream("s", 1);
      HttpResponse<String> answer = control(server, "POST", "frobnicate 3");
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).contains("frobnicate 3");
      assertThat(control(server, "PUT", "").statusCode()).isEqualTo(405);
      JsonCalls json = new JsonCalls(server.endpoint());
      assertThat(json.post(TARGET, PUT).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void main_arguments_makeTheServer() throws Exception {
    try (KinesisServer server =
        KinesisMain.start(List.of("--stream", "s:3", "--faults", "1x gone", "--port", "0"))) {
      JsonCalls json = new JsonCalls(server.endpoint());
      assertThat(json.post(TARGET, PUT).body()).contains("ResourceNotFoundException");
      assertThat(json.post(TARGET, PUT).statusCode()).isEqualTo(200);
      assertThat(json.post("Kinesis_20131202.ListShards", "{\"StreamName\":\"s\"}").body())
          .contains("shardId-000000000002")
          .doesNotContain("shardId-000000000003");
    }
  }

  @Test
  void main_wrongArguments_sayHowToWriteThem() {
    assertThatThrownBy(() -> KinesisMain.start(List.of("--streams", "s")))
        .hasMessageContaining("--streams")
        .hasMessageContaining("usage");
    assertThatThrownBy(() -> KinesisMain.start(List.of("--port")))
        .hasMessageContaining("needs a value");
    assertThatThrownBy(() -> KinesisMain.start(List.of("--port", "many")))
        .hasMessageContaining("many");
  }
}
