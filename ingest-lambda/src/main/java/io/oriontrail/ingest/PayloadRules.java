package io.oriontrail.ingest;

import io.oriontrail.event.Limits;
import io.oriontrail.event.StepEvent;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What of an event's free content may be stored: which attributes at all, and which parts of texts
 * are blacked out. Ids, steps, times and codes are never touched. Quarantine keeps raw bytes as they
 * came, whatever stands here. Safe for use by several threads at once.
 *
 * @param attributes names that may be stored; null for all
 * @param redacted what becomes {@value #MARK} in error messages and values of attributes; null for
 *     nothing
 */
public record PayloadRules(@Nullable Set<String> attributes, @Nullable Pattern redacted) {
  static final String MARK = "[redacted]";
  /** Everything is stored as it came. */
  public static final PayloadRules NONE = new PayloadRules(null, null);

  public PayloadRules {
    attributes = attributes == null ? null : Set.copyOf(attributes);
  }

  /** The event as it may be stored; the same one where nothing has to change. */
  StepEvent apply(StepEvent event) {
    if (attributes == null && redacted == null) {
      return event;
    }
    Map<String, String> kept = keep(event.attributes());
    String message = event.errorMessage() == null ? null : redact(event.errorMessage());
    if (kept.equals(event.attributes())
        && (message == null || message.equals(event.errorMessage()))) {
      return event;
    }
    StepEvent.Builder changed = event.toBuilder().attributes(kept);
    if (message != null) {
      changed.errorMessage(Limits.cut(message, Limits.MAX_ERROR_MESSAGE_LENGTH));
    }
    return changed.build();
  }

  private Map<String, String> keep(Map<String, String> all) {
    Map<String, String> kept = new TreeMap<>();
    all.forEach(
        (name, value) -> {
          if (attributes == null || attributes.contains(name)) {
            kept.put(name, Limits.cut(redact(value), Limits.MAX_ATTRIBUTE_VALUE_LENGTH));
          }
        });
    return kept;
  }

  private String redact(String text) {
    return redacted == null ? text : redacted.matcher(text).replaceAll(MARK);
  }
}
