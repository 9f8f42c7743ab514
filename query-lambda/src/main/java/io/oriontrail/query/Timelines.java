package io.oriontrail.query;

import io.oriontrail.event.ExecutionKey;
import java.io.IOException;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Finds an execution and assembles its timeline as of now. Safe for use by several threads at once;
 * blocks.
 */
final class Timelines {
  private final ExecutionLookup lookup;
  private final Journey journey;
  private final BaselineSource baselines;
  private final InstantSource clock;
  private final UnknownExecution unknown;

  /** A timeline with what it was assembled from, so that it can be made of fewer events. */
  record Found(ExecutionEvents events, Timeline timeline, Baselines baselines) {}

  Timelines(
      ExecutionLookup lookup,
      Journey journey,
      BaselineSource baselines,
      InstantSource clock,
      UnknownExecution unknown) {
    this.lookup = lookup;
    this.journey = journey;
    this.baselines = baselines;
    this.clock = clock;
    this.unknown = unknown;
  }

  /**
   * The timeline of the execution.
   *
   * @throws ProblemException if nothing is stored of it
   */
  Found find(ExecutionKey key) {
    CompletableFuture<Baselines> loading = baselines.load();
    ExecutionEvents events = lookup.find(key);
    if (events == null) {
      throw unknown.problem(key);
    }
    Baselines usual = loading.join();
    return new Found(events, Timeline.of(events, journey, usual, clock.instant()), usual);
  }

  /** The same execution from half as many events, judged for the same moment. */
  Found halved(Found found) {
    ExecutionEvents fewer = ExecutionLookup.halved(found.events());
    Timeline timeline = Timeline.of(fewer, journey, found.baselines(), found.timeline().asOf());
    return new Found(fewer, timeline, found.baselines());
  }

  /** Writes a timeline in some form. */
  @FunctionalInterface
  interface Form {
    void write(Timeline timeline, TimelineJson.Payload payload, OutputStream out)
        throws IOException;
  }

  /** What became of a timeline that had to fit into an answer. */
  record Fitted(Body body, TimelineJson.Payload payload, boolean truncated) {}

  /** The whole timeline or, where that is too much for one answer, as much of it as fits. */
  Fitted fit(Found found, TimelineJson.Payload allowed, Form form, boolean gzip) {
    Fitted fitted = fitOnce(found.timeline(), allowed, form, gzip);
    return fitted == null ? fitWithLess(found, allowed, form, gzip) : fitted;
  }

  /** As much of the timeline as fits, known not to fit as a whole. */
  Fitted fitWithLess(Found found, TimelineJson.Payload allowed, Form form, boolean gzip) {
    Fitted fitted = null;
    TimelineJson.Payload less =
        allowed == TimelineJson.Payload.INCLUDED ? TimelineJson.Payload.OMITTED_FOR_SIZE : allowed;
    if (less != allowed) {
      fitted = fitOnce(found.timeline(), less, form, gzip);
    }
    Found fewer = found;
    while (fitted == null) {
      fewer = halved(fewer);
      fitted = fitOnce(fewer.timeline(), less, form, gzip);
    }
    return fitted;
  }

  private static @Nullable Fitted fitOnce(
      Timeline timeline, TimelineJson.Payload payload, Form form, boolean gzip) {
    Body body = Body.of(out -> form.write(timeline, payload, out), gzip);
    return body == null ? null : new Fitted(body, payload, timeline.truncated());
  }
}
