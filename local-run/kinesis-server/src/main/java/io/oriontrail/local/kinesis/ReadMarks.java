package io.oriontrail.local.kinesis;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * How far a shard has been read, by each chain of iterators that began with one GetShardIterator.
 * The service knows no readers; a server whose memory is bounded has to, or the fastest of several
 * would have records taken away that the others have not seen. Used under the shard's lock.
 */
final class ReadMarks {
  /** Chains that were given up are forgotten, those that got least far first. */
  private static final int MOST_CHAINS = 64;

  private final int readers;
  private final Map<Long, Long> marks = new HashMap<>();

  /** {@code readers}: so many chains have to have passed a record for it to count as read. */
  ReadMarks(int readers) {
    this.readers = readers;
  }

  void reached(long chain, long position) {
    marks.merge(chain, position, Math::max);
    if (marks.size() > MOST_CHAINS) {
      marks.entrySet().stream()
          .min(Map.Entry.comparingByValue())
          .ifPresent(least -> marks.remove(least.getKey()));
    }
  }

  /** What lies before this position has been read by as many as have to. */
  long readUpTo() {
    return marks.values().stream()
        .sorted(Comparator.reverseOrder())
        .skip(readers - 1L)
        .findFirst()
        .orElse(1L);
  }
}
