package io.oriontrail.ingest;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/** A quarantine in memory that can be made to fail. */
final class HeldQuarantine implements Quarantine {
  final List<Entry> held = new CopyOnWriteArrayList<>();
  final List<Origin> firsts = new CopyOnWriteArrayList<>();
  private volatile BooleanSupplier broken = () -> false;

  void breakWhen(BooleanSupplier broken) {
    this.broken = broken;
  }

  @Override
  public void keep(String requestId, Origin first, List<Entry> entries) {
    if (broken.getAsBoolean()) {
      throw new QuarantineException("the bucket is gone", new IOException("gone"));
    }
    firsts.add(first);
    held.addAll(entries);
  }
}
