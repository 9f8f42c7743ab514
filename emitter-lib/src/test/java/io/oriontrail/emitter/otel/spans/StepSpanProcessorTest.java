package io.oriontrail.emitter.otel.spans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.oriontrail.emitter.DropReason;
import io.oriontrail.emitter.OrionEmitter;
import io.oriontrail.emitter.Redaction;
import io.oriontrail.emitter.Run;
import io.oriontrail.emitter.testing.RecordingEmitter;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Spans made by OpenTelemetry's own SDK, and the events that become of them. */
final class StepSpanProcessorTest {
  private final RecordingEmitter recording = RecordingEmitter.create();
  private final StepSpanProcessor processor = StepSpanProcessor.create(recording.emitter());
  private final Tracer tracer = tracer(processor, Sampler.alwaysOn());

  @AfterEach
  void close() {
    recording.close();
  }

  private static Tracer tracer(StepSpanProcessor processor, Sampler sampler) {
    return SdkTracerProvider.builder()
        .addSpanProcessor(processor)
        .setSampler(sampler)
        .build()
        .get("test");
  }

  private static SpanBuilder step(Tracer tracer, String step) {
    return tracer.spanBuilder("any name").setNoParent().setAttribute("orion.step", step);
  }

  private static SpanBuilder withIds(SpanBuilder span) {
    return span.setAttribute("orion.account", "acct-42").setAttribute("orion.execution", "exec-7");
  }

  private static StepEvent last(List<StepEvent> events) {
    return events.get(events.size() - 1);
  }

  private Span start(String step) {
    return withIds(step(tracer, step)).startSpan();
  }

  private SpanBuilder below(Span parent, String name) {
    return tracer.spanBuilder(name).setParent(Context.root().with(parent));
  }

  @Test
  void span_withAStepAndIds_isARunFromItsStartToItsEnd() {
    Span span = start("SCORE");
    recording.execution("acct-42", "exec-7").stillRuns("SCORE");
    span.end();

    recording.execution("acct-42", "exec-7").succeeded("SCORE").nothingStillRuns();
    List<StepEvent> events = recording.events();
    assertThat(events)
        .extracting(StepEvent::traceId)
        .containsOnly(span.getSpanContext().getTraceId());
    assertThat(events).extracting(StepEvent::service).containsOnly("test-service");
    assertThat(events).extracting(StepEvent::runId).doesNotContainNull().hasSize(2);
    assertThat(events.get(0).runId()).isEqualTo(events.get(1).runId());
    assertThat(events.get(1).durationNanos()).isNotNegative();
    assertThat(processor.openSpans()).isZero();
    recording.nothingAmended();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "java.net.SocketTimeoutException, timed out, -, -, SocketTimeoutException, timed out",
        "a.b.Outer$Inner, m, -, described, Inner, m",
        "a.b.Outer$1, m, -, -, Outer$1, m",
        "java.io.IOException, m, UPSTREAM_TIMEOUT, -, UPSTREAM_TIMEOUT, m",
        "-, -, 503, -, 503, -",
        "-, -, -, no model, -, no model",
        "-, -, -, -, -, -",
      })
  void span_withAnError_failsWithItsCodeAndMessage(
      @Nullable String type,
      @Nullable String thrown,
      @Nullable String errorType,
      @Nullable String description,
      @Nullable String code,
      @Nullable String message) {
    Span span = start("SCORE");
    if (type != null) {
      span.addEvent("exception", Attributes.builder().put("exception.type", "a.First").build());
      span.addEvent(
          "exception",
          Attributes.builder()
              .put("exception.type", type)
              .put("exception.message", String.valueOf(thrown))
              .build());
    }
    if (errorType != null) {
      span.setAttribute("error.type", errorType);
    }
    span.setStatus(StatusCode.ERROR, description == null ? "" : description).end();

    StepEvent end = last(recording.events());
    assertThat(end.status()).isEqualTo(Status.FAILED);
    assertThat(end.errorCode()).isEqualTo(code);
    assertThat(end.errorMessage()).isEqualTo(message);
  }

  @Test
  void exception_recordedByTheSdk_isTheReason() {
    Span span = start("SCORE");
    span.recordException(new IllegalStateException("model is away"));
    span.setStatus(StatusCode.ERROR).end();

    recording.execution("acct-42", "exec-7").failed("SCORE", "IllegalStateException", "away");
  }

  @Test
  void exception_withoutAnErrorStatus_wasDealtWith() {
    Span span = start("SCORE");
    span.recordException(new IllegalStateException("first try"));
    span.end();

    recording.execution("acct-42", "exec-7").succeeded("SCORE");
  }

  @Test
  void runs_belowOneAnother_areWithinTheNearestWhateverIsBetween() {
    Span outer = start("OUTER");
    Span http = below(outer, "GET").startSpan();
    Span client = below(http, "connect").startSpan();
    Span inner = below(client, "x").setAttribute("orion.step", "INNER").startSpan();
    for (Span span : List.of(inner, client, http, outer)) {
      span.end();
    }

    recording.execution("acct-42", "exec-7").ranWithin("INNER", "OUTER").nothingStillRuns();
    assertThat(recording.events()).hasSize(4);
    assertThat(processor.openSpans()).isZero();
  }

  @Test
  void ids_ofASpanThatIsNoRun_holdForWhatIsBelow() {
    Span request = withIds(tracer.spanBuilder("POST /score").setNoParent()).startSpan();
    below(request, "x").setAttribute("orion.step", "SCORE").startSpan().end();
    request.end();

    recording.execution("acct-42", "exec-7").succeeded("SCORE");
    assertThat(recording.events()).extracting(StepEvent::parentRunId).containsOnlyNulls();
  }

  @Test
  void run_ofAnotherExecution_isNotWithinTheOneAbove() {
    Span outer = start("OUTER");
    below(outer, "x")
        .setAttribute("orion.step", "OTHER")
        .setAttribute("orion.account", "acct-43")
        .setAttribute("orion.execution", "exec-8")
        .startSpan()
        .end();
    outer.end();

    recording.execution("acct-43", "exec-8").succeeded("OTHER");
    assertThat(recording.events()).extracting(StepEvent::parentRunId).containsOnlyNulls();
  }

  @Test
  void execution_handedOverInTheBaggage_isTakenUpWithinTheCallersRun() {
    Map<String, String> headers = new HashMap<>(Map.of("baggage", "other=x,ü=%"));
    String runId;
    try (RecordingEmitter caller = RecordingEmitter.create();
        Run run = caller.emitter().execution("Konto 7, ü", "50%;a=b").step("CALL").start()) {
      run.inject(headers);
      runId = run.runId();
    }
    Context received =
        W3CBaggagePropagator.getInstance().extract(Context.root(), headers, new OfMap());
    Span server = tracer.spanBuilder("POST").setParent(received).startSpan();
    Context inside = received.with(server);
    tracer.spanBuilder("x").setParent(inside).setAttribute("orion.step", "A").startSpan().end();
    SpanBuilder named = tracer.spanBuilder("x").setParent(inside).setAttribute("orion.step", "B");
    named
        .setAttribute("orion.account", "Konto 7, ü")
        .setAttribute("orion.execution", "50%;a=b")
        .startSpan()
        .end();
    server.end();

    recording.execution("Konto 7, ü", "50%;a=b").succeeded("A").succeeded("B");
    assertThat(recording.events())
        .hasSize(4)
        .extracting(StepEvent::parentRunId)
        .containsOnly(runId);
  }

  @Test
  void spanOfTheExecution_bracketsIt() {
    Span whole = start(StepEvent.EXECUTION);
    Span run = below(whole, "x").setAttribute("orion.step", "SCORE").startSpan();
    run.end();
    whole.setStatus(StatusCode.ERROR, "gave up").end();

    recording.execution("acct-42", "exec-7").started().succeeded("SCORE").ended(Status.FAILED);
    assertThat(last(recording.events()).errorMessage()).isEqualTo("gave up");
    assertThat(recording.events()).extracting(StepEvent::parentRunId).containsOnlyNulls();
  }

  @Test
  void attemptAndDependencies_onTheSpan_areRecorded() {
    withIds(step(tracer, "SCORE"))
        .setAttribute("orion.attempt", 2)
        .setAttribute(StepSpanProcessor.DEPENDS_ON, List.of("FETCH", "VERIFY"))
        .startSpan()
        .end();

    recording
        .execution("acct-42", "exec-7")
        .dependsOn("SCORE", "FETCH")
        .dependsOn("SCORE", "VERIFY");
    assertThat(recording.events()).extracting(StepEvent::attempt).containsOnly(2);
  }

  @Test
  void spansWithoutIds_areCountedAndNothingElse() {
    step(tracer, "SCORE").startSpan().end();
    step(tracer, "SCORE").setAttribute("orion.account", "acct-42").startSpan().end();
    tracer.spanBuilder("none of ours").startSpan().end();

    recording.nothing();
    assertThat(processor.withoutIds()).isEqualTo(2);
    assertThat(processor.faults()).isZero();
    assertThat(processor.openSpans()).isZero();
  }

  @Test
  void predicate_choosesSpansByTheirName() {
    Tracer chosen =
        tracer(
            StepSpanProcessor.builder(recording.emitter())
                .alsoWhere(span -> span.getName().startsWith("STEP_"))
                .build(),
            Sampler.alwaysOn());
    withIds(chosen.spanBuilder("STEP_A")).startSpan().end();
    withIds(chosen.spanBuilder("select")).startSpan().end();
    withIds(step(chosen, "B")).startSpan().end();

    recording.execution("acct-42", "exec-7").ran("STEP_A", "B");
    assertThat(recording.events()).hasSize(4);
  }

  @Test
  void predicate_thatThrows_costsTheRunAndNotTheSpan() {
    StepSpanProcessor broken =
        StepSpanProcessor.builder(recording.emitter())
            .alsoWhere(
                span -> {
                  throw new StackOverflowError();
                })
            .build();
    Span span = withIds(tracer(broken, Sampler.alwaysOn()).spanBuilder("x")).startSpan();
    assertThat(span.isRecording()).isTrue();
    span.end();

    recording.nothing();
    assertThat(broken.faults()).isEqualTo(1);
  }

  @Test
  void attributes_askedFor_areRecordedAndRedacted() {
    try (RecordingEmitter redacting =
        RecordingEmitter.of(
            OrionEmitter.builder().redaction(Redaction.none().dropAttributes("customer")))) {
      StepSpanProcessor some =
          StepSpanProcessor.builder(redacting.emitter())
              .attributes("http.response.status_code", "customer", "tags")
              .build();
      Span span = withIds(step(tracer(some, Sampler.alwaysOn()), "SCORE")).startSpan();
      span.setAttribute("http.response.status_code", 503);
      span.setAttribute(AttributeKey.stringArrayKey("tags"), List.of("a", "b"));
      span.setAttribute("customer", "Ada").setAttribute("other", "x").end();

      assertThat(last(redacting.events()).attributes())
          .isEqualTo(Map.of("http.response.status_code", "503", "tags", "[a, b]"));
    }
  }

  @Test
  void hostileSpans_throwNothingAndAreAccountedFor() {
    String[] texts = {"", " ", "a#b", "\u0000", "\uD800", "x".repeat(129), "x".repeat(1 << 20)};
    int runs = 0;
    for (String text : texts) {
      Span span =
          step(tracer, text)
              .setAttribute("orion.account", text)
              .setAttribute("orion.execution", text)
              .setAttribute("orion.attempt", Long.MIN_VALUE)
              .setAttribute(StepSpanProcessor.DEPENDS_ON, List.of(text, text))
              .startSpan();
      Span legal = start("S");
      legal.setAttribute("error.type", text).setStatus(StatusCode.ERROR, text).end();
      span.setStatus(StatusCode.ERROR, text).end();
      runs += 2;
    }

    assertThat(recording.emitter().flush(Duration.ofSeconds(10))).isFalse();
    assertThat(recording.emitter().stats().offered()).isEqualTo(2L * runs);
    assertThat(recording.emitter().stats().dropped(DropReason.INVALID))
        .isEqualTo(recording.emitter().stats().dropped())
        .isEqualTo(2L * (runs / 2 - 1)); // a blank is legal everywhere
    assertThat(processor.faults()).isZero();
    assertThat(processor.openSpans()).isZero();
  }

  @Test
  void emitter_closedOrSwitchedOff_costsTheHostNothing() {
    try (RecordingEmitter off = RecordingEmitter.of(OrionEmitter.builder().enabled(false))) {
      StepSpanProcessor idle = StepSpanProcessor.create(off.emitter());
      Span span = withIds(step(tracer(idle, Sampler.alwaysOn()), "SCORE")).startSpan();
      assertThat(idle.openSpans()).isZero();
      span.end();
      assertThat(off.emitter().stats().offered()).isZero();
    }
    Span span = start("SCORE");
    recording.close();
    span.end();
    assertThat(recording.emitter().stats().dropped(DropReason.SHUTDOWN)).isEqualTo(1);
    assertThat(processor.faults()).isZero();
  }

  @Test
  void spansThatAreNeverEnded_areNotKept() {
    for (int i = 0; i < 1_000; i++) {
      start("FORGOTTEN");
    }
    await()
        .atMost(Duration.ofMinutes(5))
        .until(
            () -> {
              System.gc();
              return processor.openSpans();
            },
            left -> left == 0);
  }

  @Test
  void spans_ofManyThreads_areAllRecorded() throws Exception {
    int each = 500;
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> done =
          IntStream.range(0, 4)
              .<Future<?>>mapToObj(
                  thread ->
                      threads.submit(
                          () -> {
                            for (int i = 0; i < each; i++) {
                              Span outer = start("OUTER");
                              below(outer, "x")
                                  .setAttribute("orion.step", "INNER")
                                  .startSpan()
                                  .end();
                              outer.end();
                            }
                          }))
              .toList();
      for (Future<?> future : done) {
        future.get();
      }
    } finally {
      threads.shutdown();
    }
    List<StepEvent> events = recording.events();
    assertThat(events).hasSize(4 * each * 4);
    assertThat(events.stream().map(StepEvent::runId).distinct()).hasSize(2 * 4 * each);
    assertThat(processor.openSpans()).isZero();
  }

  @Test
  void sampler_thatDrops_hidesSpansUnlessOurOwnIsOverIt() {
    withIds(step(tracer(processor, Sampler.alwaysOff()), "UNSEEN")).startSpan().end();
    recording.nothing();

    Sampler seen = StepSampler.over(Sampler.parentBased(Sampler.alwaysOff()));
    Tracer some = tracer(processor, seen);
    assertThat(some.spanBuilder("none of ours").startSpan().isRecording()).isFalse();
    Span outer = withIds(step(some, "OUTER")).startSpan();
    assertThat(outer.getSpanContext().isSampled()).isFalse(); // exporters leave it out still
    Context inside = Context.root().with(outer);
    Span between = some.spanBuilder("x").setParent(inside).startSpan();
    some.spanBuilder("x")
        .setParent(inside.with(between))
        .setAttribute("orion.step", "INNER")
        .startSpan()
        .end();
    between.end();
    outer.end();

    recording.execution("acct-42", "exec-7").ranWithin("INNER", "OUTER");
    assertThat(StepSampler.over(Sampler.alwaysOn()).getDescription()).contains("AlwaysOn");
    assertThat(some.spanBuilder("x").startSpan().getSpanContext().isSampled()).isFalse();
    Tracer all = tracer(processor, StepSampler.over(Sampler.alwaysOn()));
    assertThat(start("S").getSpanContext().isSampled()).isTrue();
    assertThat(all.spanBuilder("x").startSpan().getSpanContext().isSampled()).isTrue();
  }

  @Test
  void baggage_withoutBothIds_handsNothingOver() {
    Context half = Context.root().with(Baggage.builder().put("orion.account", "a").build());
    tracer.spanBuilder("x").setParent(half).setAttribute("orion.step", "S").startSpan().end();

    recording.nothing();
    assertThat(processor.withoutIds()).isEqualTo(1);
  }

  private static final class OfMap implements TextMapGetter<Map<String, String>> {
    @Override
    public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
      return carrier == null ? null : carrier.get(key);
    }
  }
}
