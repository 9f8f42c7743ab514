package io.oriontrail.emitter.otel.spans;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.oriontrail.emitter.Execution;
import io.oriontrail.emitter.OrionEmitter;
import io.oriontrail.emitter.Run;
import io.oriontrail.emitter.Step;
import io.oriontrail.event.StepEvent;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records chosen spans of a service that is instrumented with OpenTelemetry as runs of steps, so
 * that it needs no calls of ours:
 *
 * <pre>{@code
 * SdkTracerProvider.builder().addSpanProcessor(StepSpanProcessor.create(emitter))
 * }</pre>
 *
 * <p>A span is a run if it has the attribute {@link #STEP} when it starts, which is the step's
 * name; {@link Builder#alsoWhere} chooses others, whose own name is then the step's. Its start is
 * recorded when it starts, its end when it ends: {@code FAILED} if its status is an error, else
 * {@code SUCCEEDED}. A span of step {@value StepEvent#EXECUTION} is the execution as a whole.
 *
 * <p>Account and execution are those of the attributes {@link #ACCOUNT} and {@link #EXECUTION} on
 * the span itself, else of the nearest open span above it, else of the baggage, as the hand-over
 * between services writes it. They have to be there when the span starts. The run that a run is
 * within is that of the nearest open span above it, or the one handed over.
 *
 * <p>Safe for use by several threads at once. Neither blocks nor throws, whatever a span holds;
 * memory follows the host's open spans and nothing is kept of those that it forgets. Does not close
 * the emitter. Spans that OpenTelemetry's sampler drops are not seen at all.
 */
public final class StepSpanProcessor implements SpanProcessor {
  /** Attribute, and member of the baggage: whose data is processed. Text. */
  public static final AttributeKey<String> ACCOUNT = AttributeKey.stringKey("orion.account");

  /** Attribute, and member of the baggage: which pass of the account through Orion. Text. */
  public static final AttributeKey<String> EXECUTION = AttributeKey.stringKey("orion.execution");

  /** Attribute: the step that the span is a run of. Text. */
  public static final AttributeKey<String> STEP = AttributeKey.stringKey("orion.step");

  /** Attribute: which try of the step the span is, from 1. A whole number. */
  public static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("orion.attempt");

  /** Attribute: the steps that had to end before this one could begin. A list of texts. */
  public static final AttributeKey<List<String>> DEPENDS_ON =
      AttributeKey.stringArrayKey("orion.depends_on");

  private static final Logger LOG = LoggerFactory.getLogger(StepSpanProcessor.class);

  private final OrionEmitter emitter;
  private final Predicate<? super ReadableSpan> alsoWhere;
  private final Set<String> attributes;
  private final OpenSpans open = new OpenSpans();
  private final LongAdder withoutIds = new LongAdder();
  private final LongAdder faults = new LongAdder();
  private final AtomicBoolean told = new AtomicBoolean();

  private StepSpanProcessor(Builder builder) {
    this.emitter = builder.emitter;
    this.alsoWhere = builder.alsoWhere;
    this.attributes = Set.copyOf(builder.attributes);
  }

  /** Spans with the attribute {@link #STEP}, and none of their attributes. */
  public static StepSpanProcessor create(OrionEmitter emitter) {
    return builder(emitter).build();
  }

  /** To choose more. */
  public static Builder builder(OrionEmitter emitter) {
    return new Builder(emitter);
  }

  /** What is chosen. Not safe for use by several threads at once. */
  public static final class Builder {
    private final OrionEmitter emitter;
    private Predicate<? super ReadableSpan> alsoWhere = span -> false;
    private Set<String> attributes = Set.of();

    private Builder(OrionEmitter emitter) {
      this.emitter = emitter;
    }

    /**
     * Spans that are runs although they have no attribute {@link #STEP}: the step is what the span
     * is named when it starts. Asked on the thread that starts the span; if it throws, the span is
     * none and counts as a fault. Default: none.
     */
    public Builder alsoWhere(Predicate<? super ReadableSpan> isStep) {
      this.alsoWhere = isStep;
      return this;
    }

    /**
     * Names of the attributes that go into the event of a run's end, as text; the emitter's limits
     * and redaction hold for them. Those of a span of step {@value StepEvent#EXECUTION} do not: the
     * execution as a whole has none. Default: none, because what a trace may hold need not be fit
     * for everybody who sees executions.
     */
    public Builder attributes(String... names) {
      this.attributes = Set.of(names);
      return this;
    }

    /** The processor. */
    public StepSpanProcessor build() {
      return new StepSpanProcessor(this);
    }
  }

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {
    if (!emitter.isEnabled()) {
      return;
    }
    try {
      start(parent, span);
    } catch (Throwable t) { // an attribute, a predicate, a lack of memory: the host goes on
      faults.increment();
    }
  }

  private void start(Context parent, ReadWriteSpan span) {
    OpenSpans.Where above = open.of(Span.fromContext(parent).getSpanContext());
    String step = stepOf(span);
    SpanIds ids = SpanIds.on(span);
    Baggage baggage = Baggage.fromContext(parent);
    if (ids == null && above != null) {
      ids = above.ids();
    } else if (ids == null && step != null) {
      ids = SpanIds.in(baggage);
      if (ids == null) {
        countWithoutIds(step);
      }
    }
    if (ids == null) {
      return;
    }
    boolean same = above != null && ids.equals(above.ids());
    Execution execution = same && above != null ? above.execution() : ids.take(emitter, baggage);
    Run enclosing = same && above != null ? above.run() : null;
    if (step == null) {
      open.add(span, new OpenSpans.Where(ids, execution, enclosing, OpenSpans.Part.BETWEEN));
    } else {
      SpanIds known = ids;
      // Of the first span of a trace nothing is current yet, and the event needs its trace id.
      parent
          .with(Span.wrap(span.getSpanContext()))
          .wrap(() -> record(span, step, known, execution, enclosing))
          .run();
    }
  }

  private @Nullable String stepOf(ReadableSpan span) {
    String step = span.getAttribute(STEP);
    return step == null && alsoWhere.test(span) ? span.getName() : step;
  }

  private void record(
      ReadWriteSpan span, String name, SpanIds ids, Execution execution, @Nullable Run enclosing) {
    if (name.equals(StepEvent.EXECUTION)) {
      execution.started();
      open.add(span, new OpenSpans.Where(ids, execution, null, OpenSpans.Part.EXECUTION));
      return;
    }
    Step step = enclosing == null ? execution.step(name) : enclosing.step(name);
    Long attempt = span.getAttribute(ATTEMPT);
    if (attempt != null) {
      step.attempt((int) Math.max(Integer.MIN_VALUE, Math.min(attempt, Integer.MAX_VALUE)));
    }
    List<String> before = span.getAttribute(DEPENDS_ON);
    if (before != null) {
      step.dependsOn(before.toArray(String[]::new));
    }
    open.add(span, new OpenSpans.Where(ids, execution, step.start(), OpenSpans.Part.RUN));
  }

  private void countWithoutIds(String step) {
    withoutIds.increment();
    if (told.compareAndSet(false, true)) {
      LOG.warn(
          "a span of step '{}' names no execution and is not recorded: set its attributes {} and"
              + " {} before it starts, or those of a span above it, or hand them over in the"
              + " baggage; told once, later ones are counted",
          step,
          ACCOUNT,
          EXECUTION);
    }
  }

  @Override
  public void onEnd(ReadableSpan span) {
    try {
      OpenSpans.Where where = open.remove(span.getSpanContext());
      if (where != null && where.part() != OpenSpans.Part.BETWEEN) {
        SpanOutcome outcome = SpanOutcome.of(span.toSpanData(), attributes);
        Context.current()
            .with(Span.wrap(span.getSpanContext()))
            .wrap(() -> outcome.recordOn(where))
            .run();
      }
    } catch (Throwable t) { // as at the start
      faults.increment();
    }
  }

  /** Runs that were not recorded because nothing named their execution; since the beginning. */
  public long withoutIds() {
    return withoutIds.sum();
  }

  /** Spans at which something broke, such as a predicate that threw; since the beginning. */
  public long faults() {
    return faults.sum();
  }

  /** Spans that are followed until they end. */
  int openSpans() {
    return open.size();
  }

  @Override
  public boolean isStartRequired() {
    return true;
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }

  /** Does not wait: what is recorded lies with the emitter, see {@link OrionEmitter#flush}. */
  @Override
  public CompletableResultCode forceFlush() {
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public String toString() {
    return "StepSpanProcessor";
  }
}
