package io.oriontrail.store;

import io.oriontrail.event.StepEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which failures are asked for.
 *
 * @param from the earliest time, itself included
 * @param to the first time after the window
 * @param step only failures of this step; null for all
 * @param errorCode only failures with this code; null for all
 */
public record FailureQuery(
    Instant from, Instant to, @Nullable String step, @Nullable String errorCode) {

  boolean matches(StepEvent failure) {
    return !failure.timestamp().isBefore(from)
        && failure.timestamp().isBefore(to)
        && (step == null || step.equals(failure.step()))
        && (errorCode == null || errorCode.equals(failure.errorCode()));
  }
}
