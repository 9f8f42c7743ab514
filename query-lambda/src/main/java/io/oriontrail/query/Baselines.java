package io.oriontrail.query;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The usual durations of steps. Those with fewer than {@value #MIN_SAMPLES} samples say nothing and
 * are left out.
 */
public final class Baselines {
  /** Fewer samples make no p95. */
  public static final int MIN_SAMPLES = 30;

  private static final Baselines NONE = new Baselines(Map.of());

  private final Map<String, Baseline> byStep;

  private Baselines(Map<String, Baseline> byStep) {
    this.byStep = Map.copyOf(byStep);
  }

  /** Nothing is known. */
  public static Baselines none() {
    return NONE;
  }

  public static Baselines of(Map<String, Baseline> byStep) {
    return new Baselines(byStep);
  }

  /** What is usual for the step; null where too little is known. */
  public @Nullable Baseline of(String step) {
    Baseline baseline = byStep.get(step);
    return baseline == null || baseline.samples() < MIN_SAMPLES ? null : baseline;
  }
}
