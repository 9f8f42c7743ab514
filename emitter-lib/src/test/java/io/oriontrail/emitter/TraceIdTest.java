package io.oriontrail.emitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Scope;
import io.oriontrail.emitter.testing.RecordingEmitter;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The trace id of the current span, where OpenTelemetry is there; and nothing amiss where not. */
final class TraceIdTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  @Test
  void currentSpan_isAttachedToWhatTheHandlesRecord() {
    SpanContext context =
        SpanContext.create(
            TRACE, "00f067aa0ba902b7", TraceFlags.getSampled(), TraceState.getDefault());
    try (RecordingEmitter recording = RecordingEmitter.create()) {
      Execution execution = recording.emitter().execution("acct-42", "exec-7");
      try (Scope scope = Span.wrap(context).makeCurrent()) {
        assertThat(scope).isNotNull();
        execution.started();
        execution.step("S").start().succeeded();
        recording.emitter().emit(Events.started(1)); // ready-made: stays as it is
      }
      execution.ended(Status.SUCCEEDED);
      assertThat(recording.events())
          .extracting(StepEvent::traceId)
          .containsExactly(TRACE, TRACE, TRACE, null, null);
    }
  }

  @Test
  void ownSource_isUsedInstead() {
    try (RecordingEmitter recording =
        RecordingEmitter.of(OrionEmitter.builder().traceIds(() -> "f".repeat(32)))) {
      recording.emitter().execution("acct-42", "exec-7").started();
      assertThat(recording.events().get(0).traceId()).isEqualTo("f".repeat(32));
    }
  }

  @Test
  void ownSource_throwsOrLies_costsTheTraceIdOnly() {
    List<String> answers = List.of("not a trace id", "");
    int[] asked = {0};
    try (RecordingEmitter recording =
        RecordingEmitter.of(
            OrionEmitter.builder()
                .traceIds(
                    () -> {
                      if (asked[0] == answers.size()) {
                        throw new IllegalStateException("no context");
                      }
                      return answers.get(asked[0]++);
                    }))) {
      Execution execution = recording.emitter().execution("acct-42", "exec-7");
      execution.step("S").start().failed("CODE", "message");
      execution.started();
      assertThat(recording.events()).hasSize(3).extracting(StepEvent::traceId).containsOnlyNulls();
      recording.execution("acct-42", "exec-7").failed("S", "CODE");
      assertThat(recording.emitter().stats().amended()).isEqualTo(3);
    }
  }

  @Test
  void withoutOpenTelemetry_emissionWorks() throws Exception {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (!entry.contains("opentelemetry") && !entry.contains("micrometer")) {
        urls.add(new File(entry).toURI().toURL());
      }
    }
    try (URLClassLoader bare =
        new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      assertThatThrownBy(() -> bare.loadClass(Span.class.getName()))
          .isInstanceOf(ClassNotFoundException.class);
      Object events =
          bare.loadClass(TraceIdTest.class.getName() + "$Bare").getMethod("events").invoke(null);
      assertThat(events).isEqualTo("[S, S]");
    }
  }

  /** Runs in the class loader that has no OpenTelemetry. */
  public static final class Bare {
    private Bare() {}

    public static String events() {
      try (RecordingEmitter recording = RecordingEmitter.create()) {
        recording.emitter().execution("acct-42", "exec-7").step("S").start().succeeded();
        return recording.events().stream().map(StepEvent::step).toList().toString();
      }
    }
  }
}
