package io.oriontrail.local;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * Where a running line can be reached: printed by {@code up}, served by it as JSON at {@value
 * #PATH}, and read there by the other commands.
 */
record LineDescription(
    URI dashboard,
    URI api,
    URI kinesis,
    URI dynamodb,
    URI s3,
    String region,
    String stream,
    String table,
    String quarantineBucket,
    String failureBucket,
    String archiveBucket,
    String auditTable) {

  static final String PATH = "/local/line";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What {@code up} prints when all is there; its form is relied on by scripts. */
  String readyLine() {
    return "ready dashboard=%s api=%s kinesis=%s dynamodb=%s stream=%s table=%s"
        .formatted(dashboard, api, kinesis, dynamodb, stream, table);
  }

  byte[] toJson() {
    try {
      return JSON.writeValueAsBytes(this);
    } catch (JacksonException e) {
      throw new IllegalStateException("a line's description is plain text", e);
    }
  }

  /**
   * Asks the line on this port of this machine.
   *
   * @throws CliException if none runs there
   */
  static LineDescription ofRunningLine(int port) {
    URI address = URI.create("http://127.0.0.1:" + port + PATH);
    try (HttpClient client =
        HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build()) {
      HttpResponse<byte[]> answer =
          client.send(
              HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(30)).build(),
              HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() != 200) {
        throw new CliException(
            "what listens on port "
                + port
                + " is no Orion Trail line; start one with ./orion up"
                + " or name its port with --port.");
      }
      return JSON.readValue(answer.body(), LineDescription.class);
    } catch (ConnectException e) {
      throw new CliException(
          "no line runs on port "
              + port
              + "; start one with ./orion up or name its port with"
              + " --port.",
          e);
    } catch (IOException e) {
      throw new CliException("the line on port " + port + " did not answer: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException("interrupted while looking for the line", e);
    }
  }
}
