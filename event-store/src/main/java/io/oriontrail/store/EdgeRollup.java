package io.oriontrail.store;

/**
 * How often runs of a step declared that they depend on another step.
 *
 * @param from the step waited for
 * @param to the step that waits
 */
public record EdgeRollup(String from, String to, long count) {}
