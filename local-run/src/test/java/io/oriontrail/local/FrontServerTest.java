package io.oriontrail.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oriontrail.local.lambda.LambdaFunction;
import io.oriontrail.local.lambda.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrontServerTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private final AtomicReference<byte[]> received = new AtomicReference<>(new byte[0]);
  private byte[] answer =
      "{\"statusCode\":200,\"headers\":{\"content-type\":\"application/json\"},\"body\":\"{}\"}"
          .getBytes(UTF_8);
  private FrontServer front;
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void start() throws IOException {
    Path site = Files.createDirectories(folder.resolve("site/assets"));
    Files.writeString(folder.resolve("secret.txt"), "secret");
    Files.writeString(folder.resolve("site/index.html"), "<!doctype html>");
    Files.writeString(site.resolve("app-1.js"), "1");
    Files.createSymbolicLink(folder.resolve("site/link.txt"), folder.resolve("secret.txt"));
    front = FrontServer.bind(0);
    URI address = front.address();
    LambdaFunction function =
        new LambdaFunction() {
          @Override
          public Outcome invoke(byte[] payload) {
            received.set(payload);
            return new Outcome.Success(answer);
          }

          @Override
          public String arn() {
            return "arn:aws:lambda:us-east-1:000000000000:function:recording";
          }

          @Override
          public void close() {}
        };
    front.serve(
        new LineDescription(
            address,
            address.resolve("v1"),
            address,
            address,
            address,
            "r",
            "s",
            "t",
            "q",
            "f",
            "a",
            "u"),
        new GatewayHandler(function, Clock.systemUTC()),
        new StaticFiles(folder.resolve("site")));
  }

  @AfterEach
  void stop() {
    client.close();
    front.close();
  }

  @Test
  void page_isServedWithSecurityHeaders() throws Exception {
    HttpResponse<String> page = get("");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).startsWith("<!doctype html>");
    assertThat(page.headers().firstValue("content-security-policy").orElse("").split("; "))
        .containsExactlyElementsOf(
            Files.readAllLines(
                LineContract.root().resolve("docs/contracts/content-security-policy.txt")));
    assertThat(page.headers().firstValue("x-content-type-options")).hasValue("nosniff");
    assertThat(page.headers().firstValue("cache-control")).hasValue("no-cache");
  }

  @Test
  void hashedAsset_mayBeKeptForever() throws Exception {
    assertThat(get("assets/app-1.js").headers().firstValue("cache-control").orElse(""))
        .contains("immutable");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../secret.txt",
        "/assets/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/%2e%2e%2fsecret.txt",
        "/..%5csecret.txt",
        "/link.txt",
        "/%00",
        "//etc/passwd"
      })
  void pathOutsideTheFolder_isNotFound(String path) throws IOException {
    // By hand: a client library would tidy the path before it sends it.
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), front.address().getPort())) {
      socket
          .getOutputStream()
          .write(
              ("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                  .getBytes(UTF_8));
      String all =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))
              .lines()
              .reduce("", (text, line) -> text + line + "\n");
      assertThat(all).doesNotContain("secret\n").containsPattern("^HTTP/1.1 (404|400)");
    }
  }

  @Test
  void apiRequest_reachesTheFunctionAsGatewayEvent() throws Exception {
    get("v1/accounts/a%2Fb/executions/e%23?x=1&x=%C3%A4&y");

    JsonNode event = JSON.readTree(received.get());
    assertThat(event.path("version").asText()).isEqualTo("2.0");
    assertThat(event.path("rawPath").asText()).isEqualTo("/v1/accounts/a%2Fb/executions/e%23");
    assertThat(event.path("rawQueryString").asText()).isEqualTo("x=1&x=%C3%A4&y");
    assertThat(event.path("queryStringParameters").path("x").asText()).isEqualTo("1,ä");
    assertThat(event.path("requestContext").path("http").path("method").asText()).isEqualTo("GET");
  }

  @Test
  void apiAnswer_base64Body_isDecoded() throws Exception {
    answer =
        "{\"statusCode\":404,\"headers\":{\"x-a\":\"b\"},\"body\":\"w6Q=\",\"isBase64Encoded\":true}"
            .getBytes(UTF_8);

    HttpResponse<String> response = get("v1/health");

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body()).isEqualTo("ä");
    assertThat(response.headers().firstValue("x-a")).hasValue("b");
  }

  @Test
  void bind_portInUse_isOneSentence() {
    int port = front.address().getPort();

    assertThatThrownBy(() -> FrontServer.bind(port))
        .isInstanceOf(CliException.class)
        .hasMessageContaining("port " + port + " is in use");
  }

  @Test
  void description_isReadByTheOtherCommands() {
    assertThat(LineDescription.ofRunningLine(front.address().getPort()).stream()).isEqualTo("s");
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(front.address() + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
