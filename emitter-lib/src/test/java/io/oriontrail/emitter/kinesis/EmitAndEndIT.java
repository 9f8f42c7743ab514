package io.oriontrail.emitter.kinesis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.oriontrail.local.kinesis.KinesisServer;
import io.oriontrail.local.kinesis.StoredRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A service on the oldest and on the newest JDK that we name: nothing on its standard error, no
 * thread left behind, and it ends by itself.
 */
@Timeout(180)
final class EmitAndEndIT {
  private static final Path ROOT = Path.of(System.getProperty("orion.root"));
  private static final String STREAM = "orion-events";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {17, 25})
  void service_onThisJdk_emitsAndEndsWithoutATrace(int jdk) throws Exception {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    try (KinesisServer server = KinesisServer.start()) {
      server.createStream(STREAM, 1);
      Process child =
          new ProcessBuilder(
                  home(jdk) + "/bin/java",
                  "-Xshare:auto",
                  "-XX:TieredStopAtLevel=1",
                  "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                  "-cp",
                  System.getProperty("java.class.path"),
                  EmitAndEnd.class.getName(),
                  server.endpoint().toString(),
                  jdk == 17 ? STREAM : "arn:aws:kinesis:eu-west-1:123456789012:stream/" + STREAM)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      try {
        assertThat(child.waitFor(120, TimeUnit.SECONDS)).as("ends by itself").isTrue();
      } finally {
        child.destroyForcibly();
      }

      assertThat(err).hasContent("");
      assertThat(Files.readAllLines(out)).containsExactly("flushed: true", "threads left: []");
      assertThat(child.exitValue()).isZero();
      for (String execution : List.of("closed", "left-to-the-hook")) {
        assertThat(lines(server))
            .filteredOn(line -> line.contains("\"" + execution + "\""))
            .hasSize(6)
            .filteredOn(line -> line.contains("\"OUTER\""))
            .allMatch(line -> !line.contains("STARTED") || line.contains("\"jdk\":\"" + jdk + "."));
      }
    }
  }

  private static List<String> lines(KinesisServer server) throws IOException {
    List<String> lines = new ArrayList<>();
    for (StoredRecord record : server.recordsIn(STREAM)) {
      try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(record.data()))) {
        new String(in.readAllBytes(), UTF_8).lines().forEach(lines::add);
      }
    }
    return lines;
  }

  /** The home of this JDK; where it is missing, the search says what to install. */
  private static String home(int jdk) throws IOException, InterruptedException {
    if (Runtime.version().feature() == jdk) {
      return System.getProperty("java.home");
    }
    Process search =
        new ProcessBuilder(ROOT.resolve("build/find-jdk").toString(), Integer.toString(jdk))
            .redirectErrorStream(true)
            .start();
    String answer = new String(search.getInputStream().readAllBytes(), UTF_8).strip();
    assertThat(search.waitFor()).as(answer).isZero();
    return answer;
  }
}
