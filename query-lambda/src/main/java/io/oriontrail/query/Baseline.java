package io.oriontrail.query;

/**
 * How long runs of a step usually take.
 *
 * @param samples how many runs this was taken from
 */
public record Baseline(long p50Nanos, long p95Nanos, long samples) {}
