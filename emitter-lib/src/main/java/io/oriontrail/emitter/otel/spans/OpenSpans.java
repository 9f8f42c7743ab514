package io.oriontrail.emitter.otel.spans;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.oriontrail.emitter.Execution;
import io.oriontrail.emitter.Run;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Where the host's spans that have not ended stand. Holds the spans weakly: one that the host
 * forgets to end goes when the host's own last reference to it goes, so that there is never more in
 * here than the host keeps alive itself. Safe for use by several threads at once.
 */
final class OpenSpans {
  private final ConcurrentHashMap<SpanContext, Entry> entries = new ConcurrentHashMap<>();
  private final ReferenceQueue<ReadableSpan> forgotten = new ReferenceQueue<>();

  /** What a span is to us. */
  enum Part {
    /** The whole execution. */
    EXECUTION,
    /** A run of a step. */
    RUN,
    /** Nothing by itself: what is below it needs to know where it stands. */
    BETWEEN
  }

  /**
   * Where a span stands.
   *
   * @param run the nearest run, of this span or of one above; null where there is none
   */
  record Where(SpanIds ids, Execution execution, @Nullable Run run, Part part) {}

  private static final class Entry extends WeakReference<ReadableSpan> {
    final SpanContext span;
    final Where where;

    Entry(ReadableSpan span, ReferenceQueue<ReadableSpan> forgotten, Where where) {
      super(span, forgotten);
      this.span = span.getSpanContext();
      this.where = where;
    }
  }

  void add(ReadableSpan span, Where where) {
    removeForgotten();
    Entry entry = new Entry(span, forgotten, where);
    entries.put(entry.span, entry);
  }

  @Nullable Where of(SpanContext span) {
    Entry entry = entries.get(span);
    return entry == null ? null : entry.where;
  }

  @Nullable Where remove(SpanContext span) {
    Entry entry = entries.remove(span);
    return entry == null ? null : entry.where;
  }

  int size() {
    removeForgotten();
    return entries.size();
  }

  private void removeForgotten() {
    Reference<? extends ReadableSpan> gone = forgotten.poll();
    while (gone != null) {
      if (gone instanceof Entry entry) {
        entries.remove(entry.span, entry);
      }
      gone = forgotten.poll();
    }
  }
}
