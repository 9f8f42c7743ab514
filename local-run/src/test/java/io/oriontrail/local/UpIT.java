package io.oriontrail.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * {@code up} as {@code ./orion} starts it: on the class path that was built for it, which is not
 * the one of the tests.
 */
class UpIT {
  private static final Path ROOT = LineContract.root().toAbsolutePath().normalize();
  private static final Pattern READY = Pattern.compile("ready dashboard=(\\S+) api=(\\S+) .*");

  @Test
  void up_reachesReady_answersAndStopsCleanly() throws Exception {
    Process up = start("up", "--port", "0", "--no-demo");
    try (BufferedReader output = up.inputReader(UTF_8)) {
      List<String> lines = new ArrayList<>();
      Matcher ready = awaitReady(output, lines);

      assertThat(status(URI.create(ready.group(1)))).isEqualTo(200);
      assertThat(status(URI.create(ready.group(2) + "/health"))).isEqualTo(200);
      assertThat(status(URI.create(ready.group(2) + "/accounts/acct-1/executions/none")))
          .isEqualTo(404);

      up.toHandle().destroy(); // SIGTERM runs the same hook as Ctrl-C
      assertThat(up.waitFor(5, TimeUnit.MINUTES)).as("ends when told to").isTrue();
      output.lines().forEach(lines::add);
      assertThat(lines).last().isEqualTo("stopped");
    } finally {
      up.descendants().forEach(ProcessHandle::destroyForcibly);
      up.destroyForcibly();
    }
  }

  @Test
  void up_journeyThatCannotBeUsed_saysSoInsteadOfReady() throws Exception {
    Process up = start("up", "--port", "0", "--no-demo", "--journey", ROOT + "/pom.xml");
    try (BufferedReader output = up.inputReader(UTF_8)) {
      List<String> lines = output.lines().toList();

      assertThat(up.waitFor()).isNotZero();
      assertThat(lines).noneMatch(line -> line.startsWith("ready"));
      assertThat(lines).anyMatch(line -> line.contains("query function does not answer"));
      assertThat(lines).noneMatch(line -> line.startsWith("\tat "));
    } finally {
      up.descendants().forEach(ProcessHandle::destroyForcibly);
      up.destroyForcibly();
    }
  }

  private static Process start(String... arguments) throws IOException {
    Path built = ROOT.resolve("local-run/target");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Dsun.net.httpserver.nodelay=true");
    command.add("-Dorion.root=" + ROOT);
    command.add("-cp");
    command.add(built.resolve("classes") + ":" + built.resolve("lib") + "/*");
    command.add("io.oriontrail.local.OrionCli");
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static Matcher awaitReady(BufferedReader output, List<String> lines) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      lines.add(line);
      Matcher ready = READY.matcher(line);
      if (ready.matches()) {
        return ready;
      }
    }
    throw new AssertionError("up ended before it was ready: " + lines);
  }

  private static int status(URI address) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(address).build();
      return Patient.answer(() -> client.send(request, HttpResponse.BodyHandlers.discarding()))
          .statusCode();
    }
  }
}
