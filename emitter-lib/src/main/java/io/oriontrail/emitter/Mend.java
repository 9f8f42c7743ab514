package io.oriontrail.emitter;

import io.oriontrail.event.InvalidEventException;
import io.oriontrail.event.Limits;
import io.oriontrail.event.StepEvent;
import org.jspecify.annotations.Nullable;

/**
 * Makes what callers pass fit: a text that is too long, or an attribute too many, must not cost the
 * whole event. What cannot be mended, such as an illegal step name, throws.
 */
final class Mend {
  private static final int MENDABLE_FIELDS = 8;

  private final EventDoor door;

  Mend(EventDoor door) {
    this.door = door;
  }

  /** The event; optional fields that are not legal are left out. */
  StepEvent build(StepEvent.Builder builder) {
    for (int i = 0; i < MENDABLE_FIELDS; i++) {
      try {
        return builder.build();
      } catch (InvalidEventException e) {
        if (!leaveOut(builder, e.field())) {
          throw e;
        }
        door.amended();
      }
    }
    return builder.build();
  }

  private static boolean leaveOut(StepEvent.Builder builder, String field) {
    switch (field) {
      case "parentRunId" -> builder.parentRunId(null);
      case "attempt" -> builder.attempt(null);
      case "dependsOn" -> builder.dependsOn();
      case "errorCode" -> builder.errorCode(null);
      case "service" -> builder.service(null);
      case "host" -> builder.host(null);
      case "traceId" -> builder.traceId(null);
      default -> {
        return false;
      }
    }
    return true;
  }

  /** A text that is legal wherever any text is: cut to the limit, halves of characters replaced. */
  @Nullable String text(@Nullable String text, int maxLength) {
    if (text == null) {
      return null;
    }
    String cut = Limits.cut(text, maxLength);
    String whole = hasLoneSurrogate(cut) ? replaceLoneSurrogates(cut) : cut;
    if (!whole.equals(text)) {
      door.amended();
    }
    return whole;
  }

  /** A short text without control characters, or null where nothing is left. */
  @Nullable String name(@Nullable String text, int maxLength) {
    String name = text(text, maxLength);
    if (name == null || name.isEmpty()) {
      return null;
    }
    for (int i = 0; i < name.length(); i++) {
      if (Character.isISOControl(name.charAt(i))) {
        door.amended();
        return name.codePoints()
            .map(c -> Character.isISOControl(c) ? ' ' : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
      }
    }
    return name;
  }

  private static boolean hasLoneSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (isPairAt(text, i)) {
          i++;
        } else {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isPairAt(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        && i + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(i + 1));
  }

  private static String replaceLoneSurrogates(String text) {
    StringBuilder whole = new StringBuilder(text.length());
    text.codePoints().forEach(c -> whole.appendCodePoint(c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c));
    return whole.toString();
  }
}
