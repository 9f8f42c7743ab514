package io.oriontrail.query;

import org.jspecify.annotations.Nullable;

/**
 * The {@code ETag} of a timeline: a hash over all of it but {@code asOf} and the baselines'
 * figures, which move with every run of anybody. It changes when an event is stored, and when time
 * alone changes what the events mean (a silent execution stalls). It is weak, because the bytes
 * differ with {@code asOf} and the coding.
 */
final class EntityTag {
  private EntityTag() {}

  /** The tag of a text that {@link TimelineJson#tagged} wrote. */
  static String of(TaggedText timeline) {
    return "W/\"" + timeline.tag() + '"';
  }

  /** Whether {@code If-None-Match} names this tag; compared weakly (RFC 9110, section 8.8.3.2). */
  static boolean matches(@Nullable String ifNoneMatch, String tag) {
    if (ifNoneMatch == null) {
      return false;
    }
    String opaque = withoutWeakness(tag);
    for (String candidate : ifNoneMatch.split(",", -1)) {
      String stripped = candidate.strip();
      if (stripped.equals("*") || withoutWeakness(stripped).equals(opaque)) {
        return true;
      }
    }
    return false;
  }

  private static String withoutWeakness(String tag) {
    return tag.startsWith("W/") ? tag.substring(2) : tag;
  }
}
