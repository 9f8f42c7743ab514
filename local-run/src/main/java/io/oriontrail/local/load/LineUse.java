package io.oriontrail.local.load;

import java.lang.management.ManagementFactory;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the processes of a line use: this one, part by part, and the store's, where it has one. Not
 * safe for several threads.
 */
public final class LineUse {
  private final ProcessUse own =
      ProcessUse.of(ProcessHandle.current().pid(), name -> LinePart.ofThread(name).name());
  private final @Nullable ProcessUse store;

  /** {@code storePid}: null where the store is in this process. */
  public LineUse(@Nullable Long storePid) {
    this.store = storePid == null ? null : ProcessUse.of(storePid, name -> LinePart.STORE.name());
  }

  /** Processor seconds so far, by part. */
  public Map<LinePart, Double> cpuSeconds() {
    Map<LinePart, Double> seconds = new EnumMap<>(LinePart.class);
    add(own, LinePart.REST, seconds);
    if (store != null) {
      add(store, LinePart.STORE, seconds);
    }
    return seconds;
  }

  private static void add(ProcessUse use, LinePart ended, Map<LinePart, Double> seconds) {
    use.cpuSeconds()
        .forEach(
            (group, used) ->
                seconds.merge(
                    group.equals(ProcessUse.ENDED) ? ended : LinePart.valueOf(group),
                    used,
                    Double::sum));
  }

  /** Resident bytes of this process. */
  public long residentBytes() {
    return own.residentBytes();
  }

  /** Resident bytes of the store's process; 0 where it has none. */
  public long storeBytes() {
    return store == null ? 0 : store.residentBytes();
  }

  /** Heap in use here, garbage included. */
  public static long heapBytes() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
