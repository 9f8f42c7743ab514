package io.oriontrail.local.child;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A child for tests; the first argument says what it does. */
final class TestServer {
  private TestServer() {}

  public static void main(String[] arguments) throws Exception {
    switch (arguments[0]) {
      case "serve" -> {
        System.out.println("a vendor's log line");
        System.err.println("another");
        ParentProcess.serve(4711);
      }
      case "serve-and-hang" -> {
        ParentProcess.serve(4711);
        Thread.sleep(Duration.ofMinutes(30));
      }
      case "fail" -> throw new IllegalStateException("no luck with " + arguments[1]);
      case "never-listen" -> Thread.sleep(Duration.ofMinutes(30));
      case "parent" -> {
        try (ChildServer child =
            ChildServer.start(launch(Path.of(arguments[1]), List.of("serve")))) {
          System.out.println(child.pid());
          Thread.sleep(Duration.ofMinutes(30));
        }
      }
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  static Launch launch(Path libraries, List<String> arguments) {
    return new Launch(
        "test-server",
        TestServer.class,
        libraries,
        List.of("-Xmx32m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
        arguments,
        Duration.ofMinutes(5),
        Duration.ofMinutes(5));
  }
}
