package io.oriontrail.local.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lambda's Runtime API (version 2018-06-01) for one child: it asks for the next invocation and
 * posts what came of it. Safe for several threads; one invocation at a time.
 */
final class RuntimeApi implements AutoCloseable {
  private static final String NO_DELAY = "sun.net.httpserver.nodelay";
  private static final String PREFIX = "/2018-06-01/runtime/";
  private static final String OF_INVOCATION = PREFIX + "invocation/";
  private static final int ACCEPTED = 202;
  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;
  private static final int TOO_LARGE = 413;
  private static final ObjectMapper JSON = new ObjectMapper();

  static {
    // Read once by the JDK's server; without it answers wait 40 ms for acknowledgements.
    if (System.getProperty(NO_DELAY) == null) {
      System.setProperty(NO_DELAY, "true");
    }
  }

  /** An invocation that is waiting or running, and what comes of it. */
  private static final class Task {
    final Invocation invocation;
    final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    boolean pickedUp;

    Task(Invocation invocation) {
      this.invocation = invocation;
    }
  }

  private final HttpServer http;
  private final ExecutorService threads;
  private final String functionArn;
  private @Nullable Task task;

  /** Whether the child has taken the latest task. */
  private boolean lastTaken;

  /** Whether it has ever asked for one. */
  private boolean asking;

  private Outcome.@Nullable FunctionError failedInit;
  private @Nullable String end;

  private RuntimeApi(HttpServer http, ExecutorService threads, String functionArn) {
    this.http = http;
    this.threads = threads;
    this.functionArn = functionArn;
  }

  static RuntimeApi start(String functionArn) {
    try {
      InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      HttpServer http = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
      ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
      RuntimeApi api = new RuntimeApi(http, threads, functionArn);
      http.createContext(PREFIX, api::handle);
      http.setExecutor(threads);
      // The server's own thread takes over from its starter that it is a daemon.
      Thread.ofPlatform().daemon().start(http::start).join();
      return api;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot serve the Runtime API", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while starting the Runtime API", e);
    }
  }

  String address() {
    return "127.0.0.1:" + http.getAddress().getPort();
  }

  /** Lays the invocation out for the child; the future never completes exceptionally. */
  synchronized CompletableFuture<Outcome> offer(Invocation invocation) {
    Task offered = new Task(invocation);
    task = offered;
    lastTaken = false;
    if (end != null) {
      finish(offered, failure(invocation, end));
    }
    notifyAll();
    return offered.outcome;
  }

  /** Waits until the child has taken the invocation; false if it does not, or has ended before. */
  synchronized boolean awaitPickUp(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    // No task any more: it was taken and is done, or the child has ended.
    while (task != null && !task.pickedUp) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return lastTaken;
  }

  /** The child has ended: whatever waits ends, too. */
  synchronized void ended(String how) {
    if (end == null) {
      end = how;
    }
    if (task != null) {
      finish(task, failure(task.invocation, end));
    }
    notifyAll();
  }

  @Override
  public void close() {
    ended("the function was closed");
    http.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (path.equals(OF_INVOCATION + "next")) {
        next(exchange);
      } else if (path.equals(PREFIX + "restore/next")) {
        // The snapshot is taken and restored in no time at all.
        exchange.sendResponseHeaders(200, -1);
      } else if (path.equals(PREFIX + "init/error")) {
        initError(exchange);
      } else if (path.startsWith(OF_INVOCATION) && path.endsWith("/response")) {
        response(exchange, idIn(path));
      } else if (path.startsWith(OF_INVOCATION) && path.endsWith("/error")) {
        error(exchange, idIn(path));
      } else {
        reply(exchange, NOT_FOUND, "{\"errorType\":\"NotFound\"}");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void next(HttpExchange exchange) throws IOException, InterruptedException {
    Invocation invocation = takeNext();
    if (invocation == null) {
      return;
    }
    Headers headers = exchange.getResponseHeaders();
    long deadline = System.currentTimeMillis() + invocation.timeout().toMillis();
    headers.set("Lambda-Runtime-Aws-Request-Id", invocation.requestId());
    headers.set("Lambda-Runtime-Deadline-Ms", Long.toString(deadline));
    headers.set("Lambda-Runtime-Invoked-Function-Arn", functionArn);
    headers.set("Content-Type", "application/json");
    byte[] payload = invocation.payload();
    exchange.sendResponseHeaders(200, payload.length == 0 ? -1 : payload.length);
    exchange.getResponseBody().write(payload);
  }

  /** Waits until the child asks for work; false if it does not, or has ended. */
  synchronized boolean awaitAsking(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!asking && end == null) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return asking;
  }

  private synchronized @Nullable Invocation takeNext() throws InterruptedException {
    asking = true;
    notifyAll();
    while (end == null && (task == null || task.pickedUp)) {
      wait();
    }
    if (end != null || task == null) {
      return null;
    }
    task.pickedUp = true;
    lastTaken = true;
    notifyAll();
    return task.invocation;
  }

  private void response(HttpExchange exchange, String requestId) throws IOException {
    byte[] payload = exchange.getRequestBody().readNBytes(InstancePool.MAX_RESPONSE + 1);
    // Too large a response is the function's error; the pool, which all functions share, says so.
    conclude(
        exchange,
        requestId,
        new Outcome.Success(payload),
        payload.length > InstancePool.MAX_RESPONSE ? TOO_LARGE : ACCEPTED);
  }

  private void error(HttpExchange exchange, String requestId) throws IOException {
    conclude(exchange, requestId, errorIn(exchange), ACCEPTED);
  }

  private void initError(HttpExchange exchange) throws IOException {
    Outcome.FunctionError error = errorIn(exchange);
    synchronized (this) {
      failedInit = error;
    }
    reply(exchange, ACCEPTED, "{\"status\":\"OK\"}");
  }

  private void conclude(HttpExchange exchange, String requestId, Outcome outcome, int status)
      throws IOException {
    Task running;
    synchronized (this) {
      running = task;
    }
    if (running == null || !running.invocation.requestId().equals(requestId)) {
      reply(exchange, BAD_REQUEST, "{\"errorType\":\"InvalidRequestID\"}");
      return;
    }
    // First the answer: once the outcome is known, the sandbox may be closed.
    reply(exchange, status, "{\"status\":\"OK\"}");
    synchronized (this) {
      finish(running, outcome);
    }
  }

  private void finish(Task finished, Outcome outcome) {
    finished.outcome.complete(outcome);
    if (task == finished) {
      task = null;
    }
  }

  private Outcome.FunctionError failure(Invocation invocation, String how) {
    return failedInit == null ? invocation.exited(how) : failedInit;
  }

  private static Outcome.FunctionError errorIn(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(InstancePool.MAX_RESPONSE);
    try {
      JsonNode error = JSON.readTree(body);
      return new Outcome.FunctionError(
          error.path("errorType").asText("Unknown"), error.path("errorMessage").asText(""));
    } catch (IOException e) {
      return new Outcome.FunctionError("Unknown", new String(body, StandardCharsets.UTF_8));
    }
  }

  private static void reply(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.getResponseBody().close();
  }

  private static String idIn(String path) {
    return path.substring(OF_INVOCATION.length(), path.lastIndexOf('/'));
  }
}
