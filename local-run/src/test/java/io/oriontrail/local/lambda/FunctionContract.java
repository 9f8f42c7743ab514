package io.oriontrail.local.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What both kinds of function do alike, seen by whoever invokes them. */
abstract class FunctionContract {
  /** For a machine that does much else besides. */
  static final Duration PATIENCE = Duration.ofMinutes(5);

  private final List<LambdaFunction> opened = new ArrayList<>();
  final ConcurrentLinkedQueue<String> log = new ConcurrentLinkedQueue<>();

  abstract LambdaFunction make(FunctionSettings settings);

  @AfterEach
  void closeAll() {
    opened.forEach(LambdaFunction::close);
  }

  @Test
  void payload_echoed_comesBack() throws Exception {
    assertThat(text(start().invoke("echo Grüße".getBytes(UTF_8)))).isEqualTo("echo Grüße");
  }

  @Test
  void largestPayload_arrivesWhole() throws Exception {
    byte[] payload = new byte[InstancePool.MAX_REQUEST];
    byte[] command = "size ".getBytes(UTF_8);
    System.arraycopy(command, 0, payload, 0, command.length);

    assertThat(text(start().invoke(payload))).isEqualTo(Integer.toString(payload.length));
  }

  @Test
  void payload_tooLarge_isAServiceError() throws Exception {
    Outcome outcome = start().invoke(new byte[InstancePool.MAX_REQUEST + 1]);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.ServiceError.class,
            e -> assertThat(e.type()).isEqualTo("RequestTooLargeException"));
  }

  @Test
  void response_tooLarge_isAFunctionErrorAndTheNextIsServed() throws Exception {
    LambdaFunction function = start();

    assertError(function, "big 6291557", "Function.ResponseSizeTooLarge");
    assertThat(((Outcome.Success) invoke(function, "big 6291556")).payload()).hasSize(6_291_556);
  }

  @Test
  void exception_isAFunctionErrorWithTypeAndMessageAndIsLogged() throws Exception {
    LambdaFunction function = start();

    Outcome outcome = invoke(function, "throw bad things");

    assertThat(outcome)
        .isEqualTo(new Outcome.FunctionError("java.lang.IllegalArgumentException", "bad things"));
    awaitLog("bad things");
    assertThat(text(invoke(function, "echo again"))).isEqualTo("echo again");
  }

  @Test
  void instances_areReusedOneInvocationAtATime() throws Exception {
    LambdaFunction function = start();

    assertThat(text(invoke(function, "count"))).isEqualTo("1");
    assertThat(text(invoke(function, "count"))).isEqualTo("2");
  }

  @Test
  void context_saysWhatItShould() throws Exception {
    Duration most = Duration.ofMinutes(15);
    LambdaFunction function = start(settings().withMemoryMegabytes(256).withTimeout(most));

    String[] first = text(invoke(function, "context")).split("\\|", -1);
    String[] second = text(invoke(function, "context")).split("\\|", -1);

    assertThat(first[0]).hasSize(36).isNotEqualTo(second[0]);
    assertThat(first[1]).isEqualTo("test-function");
    assertThat(first[2]).isEqualTo(function.arn()).endsWith(":function:test-function");
    assertThat(first[3]).isEqualTo("256");
    assertThat(Long.parseLong(first[4]))
        .isBetween(most.minus(PATIENCE).toMillis(), most.toMillis());
  }

  @Test
  void hang_beyondTheTimeout_isAFunctionErrorAndTheNextIsServed() throws Exception {
    LambdaFunction function = start(settings().withTimeout(Duration.ofMillis(2_500)));
    invoke(function, "echo warm");

    Outcome outcome = invoke(function, "hang");

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.FunctionError.class,
            e -> {
              assertThat(e.type()).isEqualTo("Sandbox.Timedout");
              assertThat(e.message()).contains("timed out after 2.50 seconds");
            });
    assertThat(text(invokeInTime(function, "echo again"))).isEqualTo("echo again");
  }

  /** A busy machine may take longer than so short a time limit for the first one, and the next. */
  private static Outcome invokeInTime(LambdaFunction function, String payload) {
    return await()
        .atMost(PATIENCE)
        .until(
            () -> invoke(function, payload),
            outcome -> !outcome.toString().contains("Sandbox.Timedout"));
  }

  @Test
  void logger_writesLinesToTheLog() throws Exception {
    invoke(start(), "log one line");

    awaitLog("one line");
  }

  @Test
  void close_duringAnInvocation_endsItAsAFunctionError() throws Exception {
    LambdaFunction function = start();
    invoke(function, "echo warm");
    List<Outcome> outcomes = new ArrayList<>();
    CountDownLatch ended = new CountDownLatch(1);
    CountDownLatch started = new CountDownLatch(1);
    Thread invoker =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    started.countDown();
                    outcomes.add(invoke(function, "hang"));
                    ended.countDown();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    assertThat(started.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

    function.close();

    assertThat(ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    invoker.join();
    // It may have been closed before the invocation was let in: then there is no such function.
    assertThat(outcomes.getFirst()).isNotInstanceOf(Outcome.Success.class);
    assertThat(invoke(function, "echo")).isInstanceOf(Outcome.ServiceError.class);
  }

  final FunctionSettings settings() {
    return FunctionSettings.of("test-function").withLog(log::add);
  }

  final LambdaFunction start() {
    return start(settings());
  }

  final LambdaFunction start(FunctionSettings settings) {
    LambdaFunction function = make(settings);
    opened.add(function);
    return function;
  }

  static Outcome invoke(LambdaFunction function, String payload) throws InterruptedException {
    return function.invoke(payload.getBytes(UTF_8));
  }

  static String text(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Success.class);
    return new String(((Outcome.Success) outcome).payload(), UTF_8);
  }

  static void assertError(LambdaFunction function, String payload, String type)
      throws InterruptedException {
    assertThat(invoke(function, payload))
        .isInstanceOfSatisfying(
            Outcome.FunctionError.class, e -> assertThat(e.type()).isEqualTo(type));
  }

  final void awaitLog(String part) {
    await().atMost(PATIENCE).until(() -> log.stream().anyMatch(line -> line.contains(part)));
  }
}
