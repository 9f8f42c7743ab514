package io.oriontrail.emitter;

import java.util.concurrent.atomic.AtomicLong;

/** Written by the sending thread, read by whoever asks. */
final class SpoolCounters {
  final AtomicLong bytes = new AtomicLong();
  final AtomicLong waitingOnDisk = new AtomicLong();
  final AtomicLong found = new AtomicLong();
  final AtomicLong foundDelivered = new AtomicLong();
  final AtomicLong foundDropped = new AtomicLong();
  final AtomicLong corruptEntries = new AtomicLong();
  final AtomicLong refusedRecords = new AtomicLong();
  final AtomicLong faults = new AtomicLong();
  volatile boolean usable;

  SpoolStats snapshot() {
    long delivered = foundDelivered.get();
    long dropped = foundDropped.get();
    long all = found.get();
    return new SpoolStats(
        usable,
        bytes.get(),
        waitingOnDisk.get(),
        all,
        delivered,
        dropped,
        all - delivered - dropped,
        corruptEntries.get(),
        refusedRecords.get(),
        faults.get());
  }
}
