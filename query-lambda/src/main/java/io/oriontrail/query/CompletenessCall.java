package io.oriontrail.query;

import com.fasterxml.jackson.core.JsonGenerator;
import io.oriontrail.store.Completeness;
import io.oriontrail.store.RollupReader;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * {@code /v1/completeness}: of what emitters numbered within the last hours, what is stored; what
 * never left them; and when each was last heard of. It tells of no account.
 */
final class CompletenessCall implements Call {
  /** Emitters that an answer names; those that miss most come first. */
  static final int MOST_EMITTERS = 500;

  /** Every heartbeat within the window is read for an answer. */
  private static final Duration LONGEST = Duration.ofDays(1);

  private static final Comparator<Completeness.OfEmitter> WORST_FIRST =
      Comparator.comparingLong(Completeness.OfEmitter::missing)
          .thenComparingLong(Completeness.OfEmitter::dropped)
          .thenComparingLong(Completeness.OfEmitter::numbered)
          .reversed()
          .thenComparing(Completeness.OfEmitter::emitterId);

  private final RollupReader rollups;
  private final InstantSource clock;

  CompletenessCall(RollupReader rollups, InstantSource clock) {
    this.rollups = rollups;
    this.clock = clock;
  }

  @Override
  public Response answer(Question question) {
    Instant now = clock.instant();
    Duration window = question.parameters().window(Duration.ofHours(1), LONGEST);
    Completeness found = rollups.completeness(now.minus(window), now);
    List<Completeness.OfEmitter> worst =
        found.emitters().stream().sorted(WORST_FIRST).limit(MOST_EMITTERS).toList();
    Instant lastHeard =
        found.emitters().stream()
            .map(Completeness.OfEmitter::lastHeard)
            .max(Comparator.naturalOrder())
            .orElse(null);
    return JsonAnswer.of(
        question,
        0,
        json -> {
          JsonAnswer.time(json, "from", found.from());
          JsonAnswer.time(json, "to", found.to());
          JsonAnswer.time(json, "asOf", now);
          JsonAnswer.time(json, "lastHeardAt", lastHeard);
          json.writeNumberField("numbered", found.numbered());
          json.writeNumberField("stored", found.stored());
          json.writeNumberField("untold", found.untold());
          json.writeNumberField("missing", Math.max(0, found.missing()));
          json.writeNumberField("dropped", found.dropped());
          json.writeNumberField("emitterCount", found.emitters().size());
          json.writeArrayFieldStart("emitters");
          for (Completeness.OfEmitter emitter : worst) {
            write(json, emitter);
          }
          json.writeEndArray();
        });
  }

  private static void write(JsonGenerator json, Completeness.OfEmitter emitter) throws IOException {
    json.writeStartObject();
    json.writeStringField("emitterId", emitter.emitterId());
    JsonAnswer.time(json, "lastHeardAt", emitter.lastHeard());
    json.writeNumberField("numbered", emitter.numbered());
    json.writeNumberField("stored", emitter.stored());
    json.writeNumberField("missing", Math.max(0, emitter.missing()));
    json.writeArrayFieldStart("dropped");
    for (Map.Entry<String, Long> reason : emitter.droppedByReason().entrySet()) {
      json.writeStartObject();
      json.writeStringField("reason", reason.getKey());
      json.writeNumberField("events", reason.getValue());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
