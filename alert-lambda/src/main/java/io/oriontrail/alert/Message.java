package io.oriontrail.alert;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What people are told about one trouble.
 *
 * @param id the same for every try to tell it
 * @param stage whose alarm it is
 * @param alarm its name, without what names the stage
 * @param group the trouble that it belongs to
 * @param severity how soon somebody has to look
 * @param change what CloudWatch said
 * @param parts short names of a composite alarm's parts that made it change
 * @param since when the trouble began
 * @param with short names of what else belongs to the trouble
 * @param failures what fails; null where the trouble is over
 * @param notes what the reader ought to know about the message itself
 */
record Message(
    String id,
    String stage,
    String alarm,
    String group,
    Severity severity,
    AlarmChange change,
    List<String> parts,
    Instant since,
    Collection<String> with,
    @Nullable Failures failures,
    List<String> notes) {
  Message {
    parts = List.copyOf(parts);
    with = List.copyOf(with);
    notes = List.copyOf(notes);
  }

  boolean over() {
    return !change.alarming();
  }
}
