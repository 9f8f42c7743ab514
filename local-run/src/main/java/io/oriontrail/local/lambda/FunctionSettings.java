package io.oriontrail.local.lambda;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/**
 * How a function runs. Immutable.
 *
 * @param name of the function
 * @param timeout of one invocation; up to 15 minutes
 * @param memoryMegabytes what the context says and, in a JVM of its own, what bounds the heap
 * @param concurrency how many instances there may be at once
 * @param environment the function's variables; in this JVM the handler's maker passes them on
 * @param log takes each line that the function writes; called by several threads
 */
public record FunctionSettings(
    String name,
    Duration timeout,
    int memoryMegabytes,
    int concurrency,
    Map<String, String> environment,
    Consumer<String> log) {
  private static final Duration MAX_TIMEOUT = Duration.ofMinutes(15);
  private static final int MIN_MEGABYTES = 128;
  private static final int MAX_MEGABYTES = 10_240;

  /**
   * Checks every value.
   *
   * @throws IllegalArgumentException if one is out of Lambda's range; names it
   */
  public FunctionSettings {
    require(name.matches("[a-zA-Z0-9_-]{1,64}"), "name", name);
    require(timeout.isPositive() && timeout.compareTo(MAX_TIMEOUT) <= 0, "timeout", timeout);
    require(
        memoryMegabytes >= MIN_MEGABYTES && memoryMegabytes <= MAX_MEGABYTES,
        "memoryMegabytes",
        memoryMegabytes);
    require(concurrency >= 1, "concurrency", concurrency);
    environment = Map.copyOf(environment);
  }

  /** 60 s, 512 MB, 10 at once, no variables, lines to standard output. */
  public static FunctionSettings of(String name) {
    return new FunctionSettings(
        name, Duration.ofSeconds(60), 512, 10, Map.of(), System.out::println);
  }

  public FunctionSettings withTimeout(Duration newTimeout) {
    return new FunctionSettings(name, newTimeout, memoryMegabytes, concurrency, environment, log);
  }

  public FunctionSettings withMemoryMegabytes(int newMegabytes) {
    return new FunctionSettings(name, timeout, newMegabytes, concurrency, environment, log);
  }

  public FunctionSettings withConcurrency(int newConcurrency) {
    return new FunctionSettings(name, timeout, memoryMegabytes, newConcurrency, environment, log);
  }

  public FunctionSettings withEnvironment(Map<String, String> newEnvironment) {
    return new FunctionSettings(name, timeout, memoryMegabytes, concurrency, newEnvironment, log);
  }

  public FunctionSettings withLog(Consumer<String> newLog) {
    return new FunctionSettings(name, timeout, memoryMegabytes, concurrency, environment, newLog);
  }

  String region() {
    return environment.getOrDefault("AWS_REGION", "us-east-1");
  }

  String arn() {
    return "arn:aws:lambda:" + region() + ":000000000000:function:" + name;
  }

  String logGroup() {
    return "/aws/lambda/" + name;
  }

  private static void require(boolean legal, String field, Object value) {
    if (!legal) {
      throw new IllegalArgumentException(
          "FunctionSettings." + field + " is '" + value + "', which Lambda does not allow");
    }
  }
}
