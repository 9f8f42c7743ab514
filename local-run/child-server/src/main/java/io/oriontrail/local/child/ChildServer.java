package io.oriontrail.local.child;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A server in a JVM of its own on 127.0.0.1. It ends when {@link #close} is called and when this
 * JVM ends, even by {@code kill -9}: its standard input is our pipe, and it exits when that ends. A
 * Ctrl-C in the terminal does not reach it, so that this JVM can put things in order first.
 *
 * <p>Safe for use by several threads at once.
 */
public final class ChildServer implements AutoCloseable {
  private static final int REMEMBERED_LINES = 40;

  private final String name;
  private final Process process;
  private final Duration toEnd;
  private final Deque<String> lastLines = new ArrayDeque<>();
  private final CompletableFuture<Integer> port = new CompletableFuture<>();

  private ChildServer(Launch launch, Process process) {
    this.name = launch.name();
    this.process = process;
    this.toEnd = launch.toEnd();
  }

  /**
   * Starts the server and blocks until it listens.
   *
   * @throws IllegalStateException if it does not; says what it wrote
   */
  public static ChildServer start(Launch launch) {
    requireLibraries(launch);
    ChildServer server;
    try {
      server =
          new ChildServer(
              launch, new ProcessBuilder(command(launch)).redirectErrorStream(true).start());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + launch.name(), e);
    }
    Thread.ofPlatform().daemon().name(launch.name() + "-output").start(server::readOutput);
    try {
      server.awaitPort(launch);
      return server;
    } catch (RuntimeException e) {
      server.process.destroyForcibly();
      throw e;
    }
  }

  /** {@code http://127.0.0.1:port}. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port.join());
  }

  /** The child's process id, for measurements. */
  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Ends the server and blocks until it has ended. May be called more than once. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // It has ended already.
    }
    try {
      if (!process.waitFor(toEnd.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  int exitValue() {
    return process.exitValue();
  }

  private static void requireLibraries(Launch launch) {
    if (!Files.isDirectory(launch.libraries())) {
      throw new IllegalStateException(
          "the jars of "
              + launch.name()
              + " are not in "
              + launch.libraries()
              + "; build the module first");
    }
  }

  private static List<String> command(Launch launch) {
    List<String> command = new ArrayList<>();
    // An ignored signal stays ignored across exec, and the JVM leaves it so.
    command.addAll(List.of("/bin/sh", "-c", "trap '' INT; exec \"$@\"", launch.name()));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(launch.jvmOptions());
    command.addAll(List.of("-cp", launch.classPath(), launch.mainClass().getName()));
    command.addAll(launch.arguments());
    return command;
  }

  private void awaitPort(Launch launch) {
    try {
      port.get(launch.patience().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw failed("does not listen after " + launch.patience().toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw failed("ended before it listened", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed("was given up: this thread was interrupted", e);
    }
  }

  private IllegalStateException failed(String what, @Nullable Throwable cause) {
    String lines;
    synchronized (lastLines) {
      lines = String.join("\n", lastLines);
    }
    return new IllegalStateException(
        name + " " + what + (lines.isEmpty() ? "" : "; it wrote:\n" + lines), cause);
  }

  /** Reads to the end, else the child would stop at a full pipe. */
  private void readOutput() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(ParentProcess.READY)) {
          port.complete(Integer.valueOf(line.substring(ParentProcess.READY.length()).strip()));
        } else {
          remember(line);
        }
      }
    } catch (IOException e) {
      remember("(its output broke off: " + e.getMessage() + ")");
    } finally {
      port.completeExceptionally(new IOException(name + " ended its output"));
    }
  }

  private void remember(String line) {
    synchronized (lastLines) {
      if (lastLines.size() == REMEMBERED_LINES) {
        lastLines.removeFirst();
      }
      lastLines.addLast(line);
    }
  }
}
