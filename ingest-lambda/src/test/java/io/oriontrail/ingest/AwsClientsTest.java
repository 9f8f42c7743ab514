package io.oriontrail.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

class AwsClientsTest {
  @Test
  @Timeout(600)
  void s3_connectionClosedUnanswered_putGoesAgain() throws Exception {
    try (ClosingServer server = new ClosingServer();
        S3Client s3 = s3(server.port())) {
      s3.putObject(put -> put.bucket("quarantine").key("a"), RequestBody.fromString("unfit"));

      assertThat(server.requests).hasSizeGreaterThan(1).allMatch("PUT /quarantine/a"::equals);
    }
  }

  private static S3Client s3(int port) {
    Map<String, String> environment =
        Map.of(
            IngestConfig.EVENT_TABLE,
            "events",
            IngestConfig.RETENTION,
            "P30D",
            IngestConfig.QUARANTINE_BUCKET,
            "quarantine",
            IngestConfig.REGION,
            "eu-central-1",
            IngestConfig.S3_ENDPOINT,
            "http://127.0.0.1:" + port,
            "AWS_ACCESS_KEY_ID",
            "id",
            "AWS_SECRET_ACCESS_KEY",
            "secret");
    return new AwsClients(IngestConfig.from(environment), environment).s3();
  }

  /**
   * Closes its first connection having read the head of a request, as a server does whose time for
   * idle connections ends just then; answers all later ones with 200.
   */
  private static final class ClosingServer implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    private final List<String> requests = new CopyOnWriteArrayList<>();

    ClosingServer() throws IOException {
      Thread.ofVirtual().start(this::serve);
    }

    int port() {
      return socket.getLocalPort();
    }

    private void serve() {
      while (!socket.isClosed()) {
        try (Socket connection = socket.accept()) {
          answer(connection);
        } catch (IOException closed) {
          // The next one, unless the test has ended.
        }
      }
    }

    private void answer(Socket connection) throws IOException {
      BufferedReader head =
          new BufferedReader(new InputStreamReader(connection.getInputStream(), ISO_8859_1));
      String request = head.readLine();
      if (request == null) {
        return; // given up before it was sent
      }
      int length = 0;
      boolean waits = false;
      for (String line = head.readLine(); !line.isEmpty(); line = head.readLine()) {
        String header = line.toLowerCase(Locale.ROOT);
        waits |= header.startsWith("expect:");
        if (header.startsWith("content-length:")) {
          length = Integer.parseInt(header.substring("content-length:".length()).trim());
        }
      }
      requests.add(request.substring(0, request.lastIndexOf(' ')));
      if (requests.size() == 1) {
        return;
      }
      if (waits) {
        write(connection, "HTTP/1.1 100 Continue\r\n\r\n");
      }
      for (int read = 0; read < length; read++) {
        head.read();
      }
      write(connection, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    }

    private static void write(Socket connection, String text) throws IOException {
      connection.getOutputStream().write(text.getBytes(ISO_8859_1));
      connection.getOutputStream().flush();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
