package io.oriontrail.ingest;

import io.oriontrail.event.WireMessage;
import io.oriontrail.store.Appended;
import io.oriontrail.store.StepEventWriter;
import io.oriontrail.store.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** A writer that remembers what it stored, and owes or refuses what it is told to. */
final class ScriptedWriter implements StepEventWriter {
  final Set<String> stored = new ConcurrentSkipListSet<>();
  final List<Integer> sizes = new CopyOnWriteArrayList<>();
  final List<Instant> deadlines = new CopyOnWriteArrayList<>();
  private volatile Predicate<WireMessage> owed = message -> false;
  private volatile Predicate<WireMessage> refused = message -> false;

  void owe(Predicate<WireMessage> owed) {
    this.owed = owed;
  }

  void refuse(Predicate<WireMessage> refused) {
    this.refused = refused;
  }

  @Override
  public Appended append(List<? extends WireMessage> messages, Instant deadline) {
    sizes.add(messages.size());
    deadlines.add(deadline);
    List<WireMessage> remainder = new ArrayList<>();
    List<Appended.Refused> unfit = new ArrayList<>();
    Set<String> written = new HashSet<>();
    int duplicates = 0;
    for (WireMessage message : messages) {
      if (refused.test(message)) {
        unfit.add(new Appended.Refused(message, "not with me"));
      } else if (owed.test(message)) {
        remainder.add(message);
      } else if (!written.add(message.toString())) {
        duplicates++;
      }
    }
    stored.addAll(written);
    return new Appended(
        written.size(),
        duplicates,
        unfit,
        remainder,
        remainder.isEmpty() ? 0 : 3,
        remainder.isEmpty() ? null : new StoreException("throttled to the last"));
  }
}
