package io.oriontrail.local;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "show",
    description = "Shows an execution's timeline in the terminal.",
    mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final int NARROWEST = 60;
  private static final int NOT_FOUND = 1;

  @Parameters(index = "0", paramLabel = "ACCOUNT")
  private @Nullable String account;

  @Parameters(index = "1", paramLabel = "EXECUTION")
  private @Nullable String execution;

  @Option(names = "--json", description = "print the API's answer as it is")
  private boolean json;

  @Option(names = "--markdown", description = "print an incident note")
  private boolean markdown;

  @Option(
      names = "--port",
      paramLabel = "P",
      defaultValue = "8080",
      description = "port of the line on this machine (default: ${DEFAULT-VALUE})")
  private int port;

  @Option(
      names = "--api",
      paramLabel = "URL",
      description = "address of an API elsewhere, such as https://orion.example.com/v1")
  private @Nullable URI api;

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      defaultValue = "${env:ORION_TOKEN:-}",
      description = "token for that API (default: the variable ORION_TOKEN)")
  private String token = "";

  @Option(
      names = "--width",
      paramLabel = "N",
      defaultValue = "${env:COLUMNS:-100}",
      description = "columns to draw in (default: the terminal's)")
  private int width;

  @Option(names = "--no-color-because", hidden = true, defaultValue = "${env:NO_COLOR:-}")
  private String noColor = "";

  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  @Override
  public Integer call() {
    if (json && markdown) {
      throw new CliException("--json and --markdown exclude each other.");
    }
    String path = markdown ? "/export?format=markdown&" : "/timeline?";
    HttpResponse<String> answer = ask(URI.create(address() + path + ids()));
    if (answer.statusCode() != 200) {
      return explain(answer);
    }
    if (json || markdown) {
      out.println(answer.body().stripTrailing());
    } else {
      JsonNode timeline = parse(answer.body());
      new TerminalTimeline(timeline, Math.max(NARROWEST, width), colours())
          .lines()
          .forEach(out::println);
    }
    return 0;
  }

  private String address() {
    if (api == null) {
      return "http://127.0.0.1:" + port + "/v1";
    }
    String text = api.toString();
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  private String ids() {
    return "accountId="
        + URLEncoder.encode(Objects.requireNonNull(account), StandardCharsets.UTF_8)
        + "&executionId="
        + URLEncoder.encode(Objects.requireNonNull(execution), StandardCharsets.UTF_8);
  }

  private HttpResponse<String> ask(URI address) {
    HttpRequest.Builder request;
    try {
      request = HttpRequest.newBuilder(address).timeout(LONGEST);
    } catch (IllegalArgumentException e) {
      throw new CliException("'" + address + "' is no address of an API.", e);
    }
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(LONGEST).build()) {
      return client.send(
          request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new CliException(
          "nothing answers at "
              + address()
              + "; start a line with ./orion up, or name another with --port or --api.",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException("interrupted while waiting for the answer", e);
    }
  }

  private static int explain(HttpResponse<String> answer) {
    JsonNode problem;
    try {
      problem = new ObjectMapper().readTree(answer.body());
    } catch (JacksonException e) {
      throw new CliException("the API answered with status " + answer.statusCode() + ".", e);
    }
    String detail = problem.path("detail").asText("status " + answer.statusCode());
    System.err.println("orion: " + TerminalTimeline.plain(detail));
    problem.path("hints").forEach(hint -> System.err.println("  " + plain(hint)));
    if (problem.path("nearest").size() > 0) {
      System.err.println("  Executions of this account:");
      problem.path("nearest").forEach(id -> System.err.println("    " + plain(id)));
    }
    return NOT_FOUND;
  }

  private static String plain(JsonNode text) {
    return TerminalTimeline.plain(text.asText());
  }

  private static JsonNode parse(String body) {
    try {
      return new ObjectMapper().readTree(body);
    } catch (JacksonException e) {
      throw new CliException("the API's answer is no JSON: is this the right address?", e);
    }
  }

  /** As no-color.org asks for it. Which of its consoles Java gives where there is none differs. */
  @SuppressWarnings("SystemConsoleNull")
  private boolean colours() {
    Console console = System.console();
    return noColor.isEmpty() && console != null && console.isTerminal();
  }
}
