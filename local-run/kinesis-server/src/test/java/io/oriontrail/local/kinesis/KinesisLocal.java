package io.oriontrail.local.kinesis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The npm package kinesis-local as a child process. Ends with {@link #close()}, and by itself when
 * its standard input ends, that is, when this JVM dies however it dies.
 */
final class KinesisLocal implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int ATTEMPTS = 3;

  /** Runs the emulator in a process that ends with its standard input. */
  private static final String SCRIPT =
      "process.stdin.resume().on('end', () => process.exit(0)); require(process.argv[1]);";

  private final Process process;
  private final int port;
  private final Path log;

  private KinesisLocal(Process process, int port, Path log) {
    this.process = process;
    this.port = port;
    this.log = log;
  }

  static KinesisLocal start() throws IOException, InterruptedException {
    Path modules = Path.of("target", "oracle", "node_modules", "kinesis-local").toAbsolutePath();
    if (!Files.exists(modules.resolve("main.js"))) {
      throw new AssertionError(
          "kinesis-local is not installed: run this test by 'mvn verify', which installs it with"
              + " npm (Node 20 or newer)");
    }
    // Between asking for a free port and its use another process may take it: try again.
    for (int attempt = 1; ; attempt++) {
      KinesisLocal started = launch(modules);
      if (started.answers()) {
        return started;
      }
      started.close();
      if (attempt == ATTEMPTS) {
        throw new AssertionError(
            "kinesis-local did not start; it said: " + Files.readString(started.log));
      }
    }
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException("kinesis-local outlived its kill");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static KinesisLocal launch(Path modules) throws IOException {
    int port = freePort();
    Path log = Path.of("target", "kinesis-local-" + port + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(List.of("node", "-e", SCRIPT, modules.resolve("main.js").toString()))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("KINESIS_MOCK_CERT_PATH", modules.resolve("server.json").toString());
    builder.environment().put("KINESIS_MOCK_PLAIN_PORT", Integer.toString(port));
    builder.environment().put("KINESIS_MOCK_TLS_PORT", Integer.toString(freePort()));
    builder.environment().put("LOG_LEVEL", "ERROR");
    for (String change : List.of("CREATE_STREAM", "DELETE_STREAM", "SPLIT_SHARD", "MERGE_SHARDS")) {
      builder.environment().put(change + "_DURATION", "20ms");
    }
    builder.environment().put("UPDATE_SHARD_COUNT_DURATION", "20ms");
    try {
      return new KinesisLocal(builder.start(), port, log);
    } catch (IOException e) {
      throw new AssertionError("'node' cannot be run: install Node 20 or newer", e);
    }
  }

  /** Waits until it serves; false if it ended instead. */
  private boolean answers() throws InterruptedException {
    JsonCalls json = new JsonCalls(endpoint());
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (process.isAlive() && System.nanoTime() < deadline) {
      try {
        if (json.post("Kinesis_20131202.ListStreams", "{}").statusCode() == 200) {
          return true;
        }
      } catch (IOException e) {
        // Not listening yet.
      }
      process.waitFor(50, TimeUnit.MILLISECONDS);
    }
    return false;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
