package io.oriontrail.local.lambda;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Measures how a packaged function starts under AWS's runtime interface client, in parts. For one
 * thread; blocks.
 */
public final class ColdStart {
  private static final String TOOL_OPTIONS = "JAVA_TOOL_OPTIONS";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /**
   * How one instance started.
   *
   * @param untilReady from the process's start until it asks for its first invocation: JVM,
   *     runtime, classes, the handler's construction and, where it primes, priming
   * @param first what the first invocation took
   * @param second what the second took
   * @param later the median of twenty more
   */
  public record Parts(Duration untilReady, Duration first, Duration second, Duration later) {}

  private final FunctionSettings settings;
  private final String classPath;
  private final String handler;

  /**
   * Of a function as it is deployed.
   *
   * @param root of the repository, in which the function and the runtime have been packaged: an AOT
   *     cache takes no folders of classes
   */
  public ColdStart(FunctionSettings settings, Path root, Path jar, String handler)
      throws IOException {
    this.settings = settings;
    this.handler = handler;
    Path runtime = root.resolve("local-run/lambda-runtime/target").toAbsolutePath();
    List<String> jars = new ArrayList<>(List.of(jar.toAbsolutePath().toString()));
    for (Path folder : List.of(runtime, runtime.resolve("lib"))) {
      try (Stream<Path> files = Files.list(folder)) {
        files.map(Path::toString).filter(f -> f.endsWith(".jar")).sorted().forEach(jars::add);
      }
    }
    this.classPath = String.join(java.io.File.pathSeparator, jars);
  }

  /** Starts an instance, invokes it, and ends it. */
  public Parts measure(Map<String, String> more, byte[] payload) throws InterruptedException {
    Map<String, String> environment = new HashMap<>(settings.environment());
    environment.putAll(more);
    long start = System.nanoTime();
    try (Sandbox sandbox =
        Sandbox.start(settings.withEnvironment(environment), classPath, handler, 1)) {
      Duration ready = sandbox.awaitReady(PATIENCE, start);
      Duration first = invoke(sandbox, payload);
      Duration second = invoke(sandbox, payload);
      List<Duration> later = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        later.add(invoke(sandbox, payload));
      }
      return new Parts(ready, first, second, later.stream().sorted().toList().get(10));
    } catch (Instance.GoneException e) {
      throw new IllegalStateException("the function ended", e);
    }
  }

  private static Duration invoke(Sandbox sandbox, byte[] payload)
      throws InterruptedException, Instance.GoneException {
    long begin = System.nanoTime();
    Outcome outcome = sandbox.run(new Invocation(payload, PATIENCE));
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    if (!(outcome instanceof Outcome.Success)) {
      throw new IllegalStateException("the function failed: " + outcome);
    }
    return took;
  }

  /** The variables that make an instance use an ahead-of-time cache, which is made here. */
  public Map<String, String> aotCache(Path folder, byte[] payload)
      throws IOException, InterruptedException {
    Path record = folder.resolve("orion.aotconf");
    Path cache = folder.resolve("orion.aot");
    measure(Map.of(TOOL_OPTIONS, "-XX:AOTMode=record -XX:AOTConfiguration=" + record), payload);
    List<String> create =
        new ArrayList<>(Sandbox.command(settings, classPath, handler).stream().skip(4).toList());
    create.addAll(
        1,
        List.of("-XX:AOTMode=create", "-XX:AOTConfiguration=" + record, "-XX:AOTCache=" + cache));
    Process process =
        new ProcessBuilder(create)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("aot.log").toFile())
            .start();
    if (!process.waitFor(PATIENCE.toSeconds() * 3, TimeUnit.SECONDS) || !Files.exists(cache)) {
      process.destroyForcibly();
      throw new IOException("no AOT cache came of it; see " + folder.resolve("aot.log"));
    }
    return Map.of(TOOL_OPTIONS, "-XX:AOTCache=" + cache);
  }

  /** The variables with which the runtime does what SnapStart does: prime, snapshot, restore. */
  public static Map<String, String> snapStart() {
    return Map.of(
        "AWS_LAMBDA_INITIALIZATION_TYPE",
        "snap-start",
        TOOL_OPTIONS,
        "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac");
  }
}
