package io.oriontrail.query;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fixed series of operations that every account goes through, as a team has written it down;
 * docs/contracts/journey.md describes the file. Immutable. Made by {@link JourneyFile}, which
 * checks it, or {@link #none()}.
 */
public final class Journey {
  /** With nothing open, silence longer than this is the end, unless the definition says else. */
  public static final Duration DEFAULT_QUIET_AFTER = Duration.ofMinutes(1);

  /** With something open, silence longer than this is a stall, unless the definition says else. */
  public static final Duration DEFAULT_STALL_AFTER = Duration.ofMinutes(15);

  private static final Journey NONE =
      new Journey("", null, DEFAULT_QUIET_AFTER, DEFAULT_STALL_AFTER, List.of());

  /**
   * A step of the definition.
   *
   * @param dependsOn steps of the definition that have to end first
   * @param optional whether its absence is no news
   * @param isFinal whether the journey has reached its end with it
   * @param usualDuration for display; null where the team gave none
   * @param limit longest time from its predecessors' end to its start; null where the team gave
   *     none
   */
  public record Step(
      String name,
      List<String> dependsOn,
      boolean optional,
      boolean isFinal,
      @Nullable Duration usualDuration,
      @Nullable Duration limit) {
    public Step {
      dependsOn = List.copyOf(dependsOn);
    }
  }

  private final String name;
  private final @Nullable String version;
  private final Duration quietAfter;
  private final Duration stallAfter;
  private final Map<String, Step> steps;
  private final Set<String> finalSteps;

  /** {@code steps}: names differ, dependencies exist and make no circle. */
  Journey(
      String name,
      @Nullable String version,
      Duration quietAfter,
      Duration stallAfter,
      List<Step> steps) {
    this.name = name;
    this.version = version;
    this.quietAfter = quietAfter;
    this.stallAfter = stallAfter;
    this.steps = new LinkedHashMap<>();
    this.finalSteps = new HashSet<>();
    for (Step step : steps) {
      this.steps.put(step.name(), step);
      if (step.isFinal()) {
        finalSteps.add(step.name());
      }
    }
  }

  /** No definition: nothing is expected. */
  public static Journey none() {
    return NONE;
  }

  /** Whether there is a definition. */
  public boolean isDefined() {
    return !steps.isEmpty();
  }

  /** The definition's name; empty without one. */
  public String name() {
    return name;
  }

  /** The definition's version; null where it names none. */
  public @Nullable String version() {
    return version;
  }

  Duration quietAfter() {
    return quietAfter;
  }

  Duration stallAfter() {
    return stallAfter;
  }

  /** The steps in the order of the file. */
  public List<Step> steps() {
    return List.copyOf(steps.values());
  }

  /** The alternative ends; empty where the definition names none. */
  Set<String> finalSteps() {
    return finalSteps;
  }

  @Nullable Step step(String name) {
    return steps.get(name);
  }

  /** What the definition says the step depends on; empty for a step it does not know. */
  List<String> dependsOn(String step) {
    Step known = steps.get(step);
    return known == null ? List.of() : known.dependsOn();
  }

  boolean isOptional(String step) {
    Step known = steps.get(step);
    return known != null && known.optional();
  }

  /** This definition, or none where the execution evidently went another way. */
  Journey appliedTo(List<PairedRun> runs) {
    if (runs.isEmpty() || !isDefined()) {
      return this;
    }
    for (PairedRun run : runs) {
      if (steps.containsKey(run.step())) {
        return this;
      }
    }
    return NONE;
  }
}
