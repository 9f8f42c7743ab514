package io.oriontrail.emitter;

import io.oriontrail.event.Attributes;
import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.StepEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a waiting event takes of the heap, never less than it really does. */
final class EventWeight {
  /** The record, its time, its numbers, its map and list, and its slot in the queue. */
  private static final int OBJECTS = 320;

  /** A string's two objects and the padding behind them. */
  private static final int STRING = 56;

  private static final int BYTES_PER_CHAR = 2;

  private EventWeight() {}

  static int of(StepEvent event) {
    ExecutionKey key = event.key();
    int strings = 3;
    int chars = key.accountId().length() + key.executionId().length() + event.step().length();
    int weight = OBJECTS + STRING * strings + BYTES_PER_CHAR * chars;
    weight += of(event.runId()) + of(event.parentRunId()) + of(event.eventId());
    weight += of(event.errorCode()) + of(event.errorMessage());
    weight += of(event.service()) + of(event.host()) + of(event.traceId());
    List<String> steps = event.dependsOn();
    for (int i = 0; i < steps.size(); i++) {
      weight += of(steps.get(i));
    }
    if (event.attributes() instanceof Attributes attributes) {
      weight += 2 * STRING * attributes.size() + BYTES_PER_CHAR * attributes.textLength();
    }
    return weight;
  }

  private static int of(@Nullable String text) {
    return text == null ? 0 : STRING + BYTES_PER_CHAR * text.length();
  }
}
