package io.oriontrail.local.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class InProcessFunctionTest extends FunctionContract {
  @Override
  LambdaFunction make(FunctionSettings settings) {
    return InProcessFunction.of(settings, TestHandler::new);
  }

  @Test
  void handlerThatCannotBeMade_isAFunctionError() throws Exception {
    try (LambdaFunction function =
        InProcessFunction.of(
            settings(),
            () -> {
              throw new IllegalStateException("no configuration");
            })) {
      assertThat(invoke(function, "echo"))
          .isEqualTo(
              new Outcome.FunctionError("java.lang.IllegalStateException", "no configuration"));
    }
  }

  @Test
  void lackOfMemory_isAFunctionErrorAndTheInstanceIsReplaced() throws Exception {
    AtomicInteger made = new AtomicInteger();
    RequestStreamHandler failing =
        (in, out, context) -> {
          throw new OutOfMemoryError("all gone");
        };
    try (LambdaFunction function =
        InProcessFunction.of(
            settings(), () -> made.getAndIncrement() == 0 ? failing : new TestHandler())) {
      assertError(function, "echo", "java.lang.OutOfMemoryError");
      assertThat(text(invoke(function, "echo"))).isEqualTo("echo");
      assertThat(made).hasValue(2);
    }
  }

  @Test
  void concurrentInvocations_haveInstancesOfTheirOwnUpToTheLimit() throws Exception {
    int limit = 3;
    CountDownLatch allRunning = new CountDownLatch(limit);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger made = new AtomicInteger();
    try (LambdaFunction function =
        InProcessFunction.of(
            settings().withConcurrency(limit),
            () -> {
              made.incrementAndGet();
              return (in, out, context) -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                allRunning.countDown();
                try {
                  allRunning.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
                running.decrementAndGet();
              };
            })) {
      List<Thread> callers = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        callers.add(
            Thread.ofVirtual()
                .start(
                    () -> {
                      try {
                        function.invoke("x".getBytes(UTF_8));
                      } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                      }
                    }));
      }
      for (Thread caller : callers) {
        assertThat(caller.join(PATIENCE)).isTrue();
      }
    }
    assertThat(most).hasValue(limit);
    assertThat(made).hasValue(limit);
  }

  @Test
  void settings_outOfLambdasRange_nameTheValue() {
    assertThatThrownBy(() -> settings().withMemoryMegabytes(64))
        .hasMessageContaining("memoryMegabytes")
        .hasMessageContaining("64");
    assertThatThrownBy(() -> settings().withTimeout(Duration.ofMinutes(16)))
        .hasMessageContaining("timeout");
    assertThatThrownBy(() -> settings().withConcurrency(0)).hasMessageContaining("concurrency");
    assertThatThrownBy(() -> FunctionSettings.of("no spaces please"))
        .hasMessageContaining("no spaces please");
  }
}
