package io.oriontrail.local.kinesis;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Takes HTTP requests apart, lets the fault plan have its say, and answers. Thread-safe. */
final class Door implements HttpHandler {
  private static final String TARGET_PREFIX = "Kinesis_20131202.";

  /** Above the largest legal put in its largest encoding (5 MiB as base64). */
  private static final int MAX_BODY = 16 << 20;

  private static final int TOO_LARGE = 413;
  private static final int NOT_FOUND = 404;
  private static final int INTERNAL = 500;

  private final Operations operations;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile FaultPlan plan = FaultPlan.healthy();

  Door(Operations operations) {
    this.operations = operations;
  }

  void inject(FaultPlan newPlan) {
    plan = newPlan;
  }

  /** Ends every wait of a fault. */
  void close() {
    closing.countDown();
  }

  @Override
  public void handle(HttpExchange exchange) {
    try (exchange) {
      serve(exchange);
    } catch (IOException e) {
      // The client has gone; there is nobody left to tell.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(HttpExchange exchange) throws IOException, InterruptedException {
    Headers headers = exchange.getRequestHeaders();
    WireFormat known = WireFormat.of(headers.getFirst("Content-Type"));
    WireFormat format = known == null ? WireFormat.JSON : known;
    Fault fault = Fault.none();
    Reply reply;
    try {
      byte[] body = bodyOf(exchange);
      String operation = operationOf(headers, known);
      Params params = Params.read(body, format);
      long number = operations.count(operation);
      fault = plan.faultFor(new Call(operation, number, params.entries(), body.length));
      if (fault instanceof Fault.SkewedClock skewed) {
        Signature.requireFresh(headers, skewed.ahead());
      }
      reply = perform(operation, params, format, fault);
    } catch (KinesisException e) {
      reply = Reply.of(e, format);
    } catch (RuntimeException e) {
      // A defect of this server or of a plan: shown to the client, where the test looks.
      reply = Reply.of(new KinesisException(INTERNAL, "InternalFailure", e.toString()), format);
    }
    if (reply != null) {
      send(exchange, reply, fault);
    }
  }

  /** Null if the fault is that there is no answer. */
  private @Nullable Reply perform(String operation, Params params, WireFormat format, Fault fault)
      throws IOException, InterruptedException {
    if (fault instanceof Fault.ErrorAnswer error) {
      throw new KinesisException(error.status(), error.type(), error.message());
    }
    if (fault instanceof Fault.StrangeAnswer strange) {
      return Reply.of(strange);
    }
    if (fault instanceof Fault.Silence) {
      closing.await();
      return null;
    }
    if (fault instanceof Fault.HangUp hangUp && !hangUp.handled()) {
      return null;
    }
    if (fault instanceof Fault.Delay delay) {
      pause(delay.beforeHandling());
    }
    return Reply.of(operations.perform(operation, params, fault), format);
  }

  private void send(HttpExchange exchange, Reply reply, Fault fault)
      throws IOException, InterruptedException {
    int length = reply.length();
    if (fault instanceof Fault.HangUp hangUp) {
      length = Math.min(length, hangUp.answered());
      if (length == 0) {
        return;
      }
    }
    if (fault instanceof Fault.Delay delay) {
      pause(delay.beforeAnswer());
    }
    sendHeaders(exchange, reply);
    OutputStream out = exchange.getResponseBody();
    int step = fault instanceof Fault.Drip drip ? drip.bytes() : Math.max(1, length);
    for (int from = 0; from < length; from += step) {
      if (from > 0 && fault instanceof Fault.Drip drip && pause(drip.pause())) {
        return;
      }
      reply.writeTo(out, from, Math.min(step, length - from));
      out.flush();
    }
  }

  private static void sendHeaders(HttpExchange exchange, Reply reply) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", reply.contentType());
    headers.set("x-amzn-RequestId", UUID.randomUUID().toString());
    // In this server -1 means "no body" and 0 "of unknown length".
    exchange.sendResponseHeaders(reply.status(), reply.length() == 0 ? -1 : reply.length());
  }

  private static byte[] bodyOf(HttpExchange exchange) throws IOException {
    String declared = exchange.getRequestHeaders().getFirst("Content-Length");
    InputStream in = exchange.getRequestBody();
    if (declared == null) {
      byte[] body = in.readNBytes(MAX_BODY + 1);
      requireSize(body.length);
      return body;
    }
    // One array of the right size: readAllBytes would collect and copy.
    long length = Long.parseLong(declared.strip());
    requireSize(length);
    byte[] body = new byte[(int) length];
    if (in.readNBytes(body, 0, body.length) < body.length) {
      throw new IOException("the client hung up within the request");
    }
    return body;
  }

  private static void requireSize(long length) {
    if (length > MAX_BODY) {
      throw new KinesisException(
          TOO_LARGE, "RequestEntityTooLargeException", "The request has more than 16 MiB.");
    }
  }

  private String operationOf(Headers headers, @Nullable WireFormat format) {
    String target = headers.getFirst("X-Amz-Target");
    String operation =
        target != null && target.startsWith(TARGET_PREFIX)
            ? target.substring(TARGET_PREFIX.length())
            : null;
    if (format == null) {
      throw new KinesisException(
          NOT_FOUND, "UnknownOperationException", "The Content-Type is neither CBOR nor JSON 1.1.");
    }
    if (operation == null || !operations.knows(operation)) {
      throw KinesisException.of(
          "UnknownOperationException", "'" + target + "' is not served here.");
    }
    if (headers.getFirst("Authorization") == null) {
      throw KinesisException.of(
          "MissingAuthenticationTokenException", "Missing Authentication Token");
    }
    return operation;
  }

  /** Whether the server is closing. */
  private boolean pause(Duration duration) throws InterruptedException {
    return closing.await(duration.toNanos(), TimeUnit.NANOSECONDS);
  }
}
