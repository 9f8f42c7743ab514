package io.oriontrail.local.lambda;

import io.oriontrail.local.lambda.runtime.SandboxMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A child JVM with the runtime interface client and the Runtime API it is driven by. */
final class Sandbox implements Instance {
  /** Long for a loaded machine; the cloud allows 10 s. */
  private static final Duration INIT_TIMEOUT = Duration.ofMinutes(3);

  /** The rest of a function's memory is for stacks, code and buffers. */
  private static final double HEAP_SHARE = 0.85;

  private static final int SECONDS_TO_END = 3;

  private final FunctionSettings settings;
  private final RuntimeApi api;
  private final Process process;
  private volatile boolean usable = true;

  /** Read and written by whoever runs an invocation: one thread at a time, handed over safely. */
  private boolean hasServed;

  private Sandbox(FunctionSettings settings, RuntimeApi api, Process process) {
    this.settings = settings;
    this.api = api;
    this.process = process;
  }

  static Sandbox start(FunctionSettings settings, String classPath, String handler, int number) {
    RuntimeApi api = RuntimeApi.start(settings.arn());
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command(settings, classPath, handler)).redirectErrorStream(true);
      Map<String, String> environment = builder.environment();
      environment.clear();
      environment.putAll(variables(settings, handler, number));
      environment.put("AWS_LAMBDA_RUNTIME_API", api.address());
      // No code of the function's lies there: it is all on the class path, as a jar.
      environment.put("LAMBDA_TASK_ROOT", "/var/task");
      Sandbox sandbox = new Sandbox(settings, api, builder.start());
      sandbox.watch(number);
      return sandbox;
    } catch (IOException e) {
      api.close();
      throw new UncheckedIOException("cannot start a JVM for " + settings.name(), e);
    }
  }

  @Override
  public Outcome run(Invocation invocation) throws GoneException, InterruptedException {
    CompletableFuture<Outcome> outcome = api.offer(invocation);
    try {
      boolean pickedUp = api.awaitPickUp(INIT_TIMEOUT);
      if (!pickedUp && hasServed) {
        usable = false;
        throw new GoneException();
      }
      if (!pickedUp && !outcome.isDone()) {
        usable = false;
        return new Outcome.FunctionError(
            "Sandbox.Timedout",
            "the function did not start within " + INIT_TIMEOUT.toSeconds() + " s");
      }
      Outcome ended = outcome.get(invocation.timeout().toNanos(), TimeUnit.NANOSECONDS);
      hasServed = true;
      return ended;
    } catch (TimeoutException e) {
      usable = false;
      return invocation.timedOut();
    } catch (InterruptedException e) {
      usable = false;
      throw e;
    } catch (ExecutionException e) {
      throw new IllegalStateException("outcomes are never exceptional", e);
    }
  }

  /** Waits until it asks for work, and says how long after {@code start} that is. */
  Duration awaitReady(Duration patience, long start) throws InterruptedException {
    if (!api.awaitAsking(patience)) {
      throw new IllegalStateException("the function did not start: it has asked for no work");
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @Override
  public boolean isUsable() {
    return usable && process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    usable = false;
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // It has ended already.
    }
    try {
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    api.close();
  }

  private void watch(int number) {
    Thread.ofPlatform()
        .daemon()
        .name("lambda-" + settings.name() + "-" + number + "-output")
        .start(this::forwardOutput);
    var _ =
        process
            .onExit()
            .thenAccept(
                ended -> {
                  usable = false;
                  api.ended("exit status " + ended.exitValue());
                });
  }

  /** Reads to the end, else the child would stop at a full pipe. */
  private void forwardOutput() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        settings.log().accept(line);
      }
    } catch (IOException e) {
      // It was killed within a line.
    }
  }

  static List<String> command(FunctionSettings settings, String classPath, String handler) {
    List<String> command = new ArrayList<>();
    // A Ctrl-C in the terminal does not reach it, so that this JVM can put things in order first:
    // an ignored signal stays ignored across exec, and the JVM leaves it so.
    command.addAll(List.of("/bin/sh", "-c", "trap '' INT; exec \"$@\"", settings.name()));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx" + (int) (settings.memoryMegabytes() * HEAP_SHARE) + "m",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            classPath,
            SandboxMain.class.getName(),
            handler));
    return command;
  }

  private static Map<String, String> variables(
      FunctionSettings settings, String handler, int number) {
    Map<String, String> variables = new HashMap<>();
    variables.put("_HANDLER", handler);
    variables.put("AWS_REGION", settings.region());
    variables.put("AWS_DEFAULT_REGION", settings.region());
    variables.put("AWS_EXECUTION_ENV", "AWS_Lambda_java25");
    variables.put("AWS_LAMBDA_FUNCTION_NAME", settings.name());
    variables.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
    variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(settings.memoryMegabytes()));
    variables.put("AWS_LAMBDA_LOG_GROUP_NAME", settings.logGroup());
    variables.put("AWS_LAMBDA_LOG_STREAM_NAME", "packaged/[$LATEST]" + number);
    variables.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
    variables.put("LAMBDA_RUNTIME_DIR", "/var/runtime");
    variables.put("LANG", "en_US.UTF-8");
    variables.put("TZ", ":UTC");
    variables.put("PATH", "/usr/local/bin:/usr/bin:/bin");
    variables.putAll(settings.environment());
    return variables;
  }
}
