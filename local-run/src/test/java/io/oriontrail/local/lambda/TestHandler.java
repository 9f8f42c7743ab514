package io.oriontrail.local.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/**
 * Does what the payload says. Needs nothing but the JDK and Lambda's core: it is put into a jar.
 */
public final class TestHandler implements RequestStreamHandler {
  private int invocations;

  public TestHandler() {
    if (System.getenv("FAIL_INIT") != null) {
      throw new IllegalStateException("no configuration");
    }
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    byte[] payload = input.readAllBytes();
    String[] command = new String(payload, StandardCharsets.UTF_8).split(" ", 2);
    invocations++;
    switch (command[0]) {
      case "echo" -> output.write(payload);
      case "count" -> write(output, invocations);
      case "size" -> write(output, payload.length);
      case "env" -> write(output, System.getenv(command[1]));
      case "heap" -> write(output, Runtime.getRuntime().maxMemory() >> 20);
      case "big" -> output.write(new byte[Integer.parseInt(command[1])]);
      case "throw" -> throw new IllegalArgumentException(command[1]);
      case "exit" -> Runtime.getRuntime().halt(Integer.parseInt(command[1]));
      case "print" -> System.out.println(command[1]);
      case "log" -> context.getLogger().log(command[1] + "\n");
      case "hang" -> hang();
      case "context" ->
          write(
              output,
              String.join(
                  "|",
                  context.getAwsRequestId(),
                  context.getFunctionName(),
                  context.getInvokedFunctionArn(),
                  Integer.toString(context.getMemoryLimitInMB()),
                  Integer.toString(context.getRemainingTimeInMillis())));
      default -> throw new IllegalArgumentException("unknown command " + command[0]);
    }
  }

  private static void write(OutputStream output, Object value) throws IOException {
    output.write(String.valueOf(value).getBytes(StandardCharsets.UTF_8));
  }

  private static void hang() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
