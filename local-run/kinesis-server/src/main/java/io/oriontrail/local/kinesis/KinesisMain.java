package io.oriontrail.local.kinesis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * A Kinesis on the command line that fails as told:
 *
 * <pre>
 *   java -cp … io.oriontrail.local.kinesis.KinesisMain --port 4568 --stream orion-events:4 \
 *       --faults "10s throttle 30%; 3x silence"
 * </pre>
 *
 * Prints its endpoint. Every line of standard input is a {@link FaultScript} that takes effect at
 * once; an empty line heals. The end of standard input ends it.
 */
public final class KinesisMain {
  private static final String USAGE =
      "usage: [--port PORT] [--stream NAME:SHARDS]... [--faults SCRIPT]";

  private KinesisMain() {}

  public static void main(String[] args) throws IOException {
    try (KinesisServer server = start(List.of(args))) {
      System.out.println(server.endpoint());
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        inject(server, line);
      }
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
  }

  private static void inject(KinesisServer server, String script) {
    try {
      server.inject(FaultScript.parse(script));
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage()); // a slip of the finger must not end the server
    }
  }

  /**
   * The server that these arguments ask for.
   *
   * @throws IllegalArgumentException if they are not understood; says how to write them
   */
  static KinesisServer start(List<String> args) {
    KinesisSettings settings = KinesisSettings.defaults();
    Deque<String> streams = new ArrayDeque<>();
    FaultPlan plan = FaultPlan.healthy();
    Deque<String> rest = new ArrayDeque<>(args);
    while (!rest.isEmpty()) {
      String option = rest.poll();
      String value = rest.poll();
      if (value == null) {
        throw new IllegalArgumentException("'" + option + "' needs a value; " + USAGE);
      }
      switch (option) {
        case "--port" -> settings = settings.withPort(number(option, value));
        case "--stream" -> streams.add(value);
        case "--faults" -> plan = FaultScript.parse(value);
        default -> throw new IllegalArgumentException("unknown '" + option + "'; " + USAGE);
      }
    }
    KinesisServer server = KinesisServer.start(settings);
    for (String stream : streams) {
      String[] parts = stream.split(":", 2);
      server.createStream(parts[0], parts.length < 2 ? 1 : number("--stream", parts[1]));
    }
    server.inject(plan);
    return server;
  }

  private static int number(String option, String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(option + " needs a number, not '" + text + "'", e);
    }
  }
}
