package io.oriontrail.store;

/**
 * How long a step usually takes, from runs that succeeded; both within {@link
 * Histogram#RELATIVE_ERROR}.
 *
 * @param samples how many runs this was taken from
 */
public record StepBaseline(long p50Nanos, long p95Nanos, long samples) {}
