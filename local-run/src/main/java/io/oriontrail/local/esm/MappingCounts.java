package io.oriontrail.local.esm;

/**
 * What a mapping has done so far. Every record read is in exactly one place: {@code read = done +
 * discarded + dropped + expired + pending}.
 *
 * @param read records read from the stream
 * @param done records that the function took
 * @param discarded records given up to the on-failure destination
 * @param dropped records given up without a destination: lost
 * @param expired records that outlived the stream's retention while they were tried: lost
 * @param pending records read and not yet in one of the other places
 * @param invocations times the function was invoked
 * @param functionErrors of them, how many ended in an error of the function
 * @param serviceErrors of them, how many the service refused
 * @param partialFailures of them, how many answers named records that failed, or made no sense
 * @param readErrors reads and listings that failed
 */
public record MappingCounts(
    long read,
    long done,
    long discarded,
    long dropped,
    long expired,
    long pending,
    long invocations,
    long functionErrors,
    long serviceErrors,
    long partialFailures,
    long readErrors) {}
