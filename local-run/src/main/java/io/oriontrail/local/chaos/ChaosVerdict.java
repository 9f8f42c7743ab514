package io.oriontrail.local.chaos;

import io.oriontrail.event.StepEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Everything that is not as it has to be, in sentences. Violations may be told by several threads
 * at once; the rest is for one.
 */
public final class ChaosVerdict {
  private static final int TOLD = 5;

  private final List<String> violations = new ArrayList<>();
  private final List<String> facts = new ArrayList<>();

  /** Something that must not be. */
  public synchronized void violation(String sentence) {
    violations.add(sentence);
  }

  /** Something to be told. */
  public void fact(String sentence) {
    facts.add(sentence);
  }

  public synchronized List<String> violations() {
    return List.copyOf(violations);
  }

  public List<String> facts() {
    return List.copyOf(facts);
  }

  public synchronized boolean isClean() {
    return violations.isEmpty();
  }

  /**
   * Every event of {@code owed} has to be in {@code there}, whatever is there has to be in {@code
   * allowed}, and what has the same id has to have the same content.
   *
   * @param where for messages, such as "the table"
   */
  public void compare(
      String where, List<StepEvent> owed, List<StepEvent> allowed, List<StepEvent> there) {
    Map<Object, StepEvent> known = byIdentity(allowed);
    Map<Object, StepEvent> present = byIdentity(there);
    List<StepEvent> invented = new ArrayList<>();
    List<StepEvent> different = new ArrayList<>();
    present.forEach(
        (identity, event) -> {
          StepEvent original = known.get(identity);
          if (original == null) {
            invented.add(event);
          } else if (!original.equals(event)) {
            different.add(event);
          }
        });
    List<StepEvent> lost =
        owed.stream().filter(event -> !present.containsKey(identity(event))).toList();
    report(where + ": %d events are lost, such as %s", lost);
    report(where + ": %d events are invented, such as %s", invented);
    report(where + ": %d events are different, such as %s", different);
    fact(
        "%s: %,d events owed, %,d there; lost %d, invented %d, different %d"
            .formatted(
                where,
                byIdentity(owed).size(),
                present.size(),
                lost.size(),
                invented.size(),
                different.size()));
  }

  private void report(String sentence, List<StepEvent> events) {
    if (!events.isEmpty()) {
      violation(sentence.formatted(events.size(), events.stream().limit(TOLD).toList()));
    }
  }

  private static Map<Object, StepEvent> byIdentity(List<StepEvent> events) {
    Map<Object, StepEvent> known = new HashMap<>();
    events.forEach(event -> known.put(identity(event), event));
    return known;
  }

  /** What makes an event the same event. */
  private static Object identity(StepEvent event) {
    return List.of(event.key(), String.valueOf(event.eventId()));
  }

  /** What quarantine has to hold, each piece once or more often. */
  public void compareQuarantine(Set<String> owed, Set<String> there) {
    Set<String> lost = new HashSet<>(owed);
    lost.removeAll(there);
    Set<String> invented = new HashSet<>(there);
    invented.removeAll(owed);
    if (!lost.isEmpty()) {
      violation("the quarantine: %d pieces are lost".formatted(lost.size()));
    }
    if (!invented.isEmpty()) {
      violation("the quarantine: %d pieces do not belong there".formatted(invented.size()));
    }
    fact(
        "the quarantine: %,d pieces owed, %,d there; lost %d, not belonging there %d"
            .formatted(owed.size(), there.size(), lost.size(), invented.size()));
  }

  /**
   * What two lines answer to the same questions.
   *
   * @param questions asked of both
   */
  public <Q> void compareAnswers(
      List<Q> questions, Function<Q, String> tried, Function<Q, String> faultFree) {
    int different = 0;
    for (Q question : questions) {
      String one = tried.apply(question);
      String other = faultFree.apply(question);
      if (!one.equals(other)) {
        // Silence may have turned into a stall between the two: they are asked once more.
        one = tried.apply(question);
        other = faultFree.apply(question);
      }
      if (!one.equals(other)) {
        different++;
        if (different <= TOLD) {
          violation(
              "the timeline of %s is not that of a fault-free run:%n%s%n%s"
                  .formatted(question, one, other));
        }
      }
    }
    fact(
        "timelines compared with a fault-free run's: %,d, different: %d"
            .formatted(questions.size(), different));
  }
}
