package io.oriontrail.local.lambda;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract on a real child JVM with AWS's runtime interface client, and what only that can. */
final class PackagedFunctionIT extends FunctionContract {
  private static final Path ROOT = Path.of(System.getProperty("orion.root"));

  @TempDir Path folder;

  @Override
  LambdaFunction make(FunctionSettings settings) {
    return packaged(settings, jarOf(folder));
  }

  @Test
  void environment_isTheFunctionsAndNothingElse() throws Exception {
    LambdaFunction function =
        start(settings().withEnvironment(Map.of("ORION_X", "17", "AWS_REGION", "eu-west-1")));

    assertThat(text(invoke(function, "env ORION_X"))).isEqualTo("17");
    assertThat(text(invoke(function, "env AWS_REGION"))).isEqualTo("eu-west-1");
    assertThat(text(invoke(function, "env AWS_LAMBDA_FUNCTION_NAME"))).isEqualTo("test-function");
    assertThat(System.getenv("HOME")).isNotNull();
    assertThat(text(invoke(function, "env HOME"))).isEqualTo("null");
  }

  @Test
  void memory_boundsTheHeap() throws Exception {
    long heap = Long.parseLong(text(invoke(start(settings().withMemoryMegabytes(256)), "heap")));

    assertThat(heap).isBetween(190L, 218L);
  }

  @Test
  void standardOutput_isTheLog() throws Exception {
    invoke(start(), "print {\"metric\":1}");

    awaitLog("{\"metric\":1}");
  }

  @Test
  void sandboxesThatStartTogether_allServe() throws Exception {
    LambdaFunction function = start(settings().withConcurrency(6));
    for (int round = 0; round < 3; round++) {
      try (var invocations = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<Outcome>> outcomes = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
          outcomes.add(invocations.submit(() -> invoke(function, "exit 7")));
        }
        for (Future<Outcome> outcome : outcomes) {
          // All that its start gave it was the order to end with this code.
          assertThat(outcome.get())
              .isInstanceOfSatisfying(
                  Outcome.FunctionError.class,
                  error -> assertThat(error.message()).contains("exit status 7"));
        }
      }
    }
  }

  @Test
  void crash_ofTheChild_isAFunctionErrorAndANewOneServes() throws Exception {
    PackagedFunction function = (PackagedFunction) start();
    invoke(function, "count");
    long before = function.pids().getFirst();

    Outcome crashed = invoke(function, "exit 7");

    assertThat(crashed)
        .isInstanceOfSatisfying(
            Outcome.FunctionError.class,
            e -> {
              assertThat(e.type()).isEqualTo("Runtime.ExitError");
              assertThat(e.message()).contains("exit status 7");
            });
    assertThat(text(invoke(function, "count"))).isEqualTo("1");
    assertThat(function.pids()).hasSize(1).doesNotContain(before);
  }

  @Test
  void failingConstructor_isAFunctionErrorEachTime() throws Exception {
    LambdaFunction function = start(settings().withEnvironment(Map.of("FAIL_INIT", "yes")));

    for (int i = 0; i < 2; i++) {
      assertThat(invoke(function, "echo"))
          .isInstanceOfSatisfying(
              Outcome.FunctionError.class,
              e -> assertThat(e.toString()).contains("no configuration"));
    }
  }

  @Test
  void missingHandler_isAFunctionErrorThatNamesIt() throws Exception {
    try (LambdaFunction function =
        PackagedFunction.of(settings(), ROOT, jarOf(folder), "io.oriontrail.NoSuchHandler")) {
      assertThat(invoke(function, "echo").toString()).contains("io.oriontrail.NoSuchHandler");
    }
  }

  @Test
  void close_endsTheChildren() throws Exception {
    PackagedFunction function = (PackagedFunction) start();
    invoke(function, "echo");
    long pid = function.pids().getFirst();
    assertThat(isAlive(pid)).isTrue();

    function.close();

    assertThat(isAlive(pid)).isFalse();
  }

  @Test
  void parentKilled_endsTheChildren() throws Exception {
    Process parent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "-Dorion.root=" + ROOT,
                Parent.class.getName(),
                jarOf(folder).toString())
            .redirectErrorStream(true)
            .start();
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
      long pid = Long.parseLong(output.readLine());
      assertThat(isAlive(pid)).isTrue();

      parent.destroyForcibly().waitFor();

      await().atMost(PATIENCE).until(() -> !isAlive(pid));
    } finally {
      parent.destroyForcibly();
    }
  }

  @Test
  void missingJar_isSaidBeforeAnythingStarts() {
    assertThatThrownBy(() -> PackagedFunction.of(settings(), ROOT, folder.resolve("none.jar"), "X"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("none.jar");
  }

  /** A process that starts a child, says its process id, and waits for its own end. */
  static final class Parent {
    public static void main(String[] arguments) throws Exception {
      PackagedFunction function =
          packaged(FunctionSettings.of("parent").withLog(line -> {}), Path.of(arguments[0]));
      invoke(function, "echo");
      System.out.println(function.pids().getFirst());
      invoke(function, "hang");
    }
  }

  private static PackagedFunction packaged(FunctionSettings settings, Path jar) {
    return PackagedFunction.of(settings, ROOT, jar, TestHandler.class.getName());
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  private static Path jarOf(Path folder) {
    Path jar = folder.resolve("function.jar");
    String entry = TestHandler.class.getName().replace('.', '/') + ".class";
    try (InputStream code = TestHandler.class.getResourceAsStream("/" + entry);
        JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry(entry));
      out.write(requireNonNull(code).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return jar;
  }
}
