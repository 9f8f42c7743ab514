package io.oriontrail.local.esm;

/** The counts while they change. Confined to the core. */
final class Tally {
  long read;
  long done;
  long discarded;
  long dropped;
  long expired;
  long invocations;
  long functionErrors;
  long serviceErrors;
  long partialFailures;
  long readErrors;

  MappingCounts snapshot() {
    return new MappingCounts(
        read,
        done,
        discarded,
        dropped,
        expired,
        read - done - discarded - dropped - expired,
        invocations,
        functionErrors,
        serviceErrors,
        partialFailures,
        readErrors);
  }
}
