package io.oriontrail.local.load;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * What a process of this machine has used so far, by groups of its threads: Linux's own accounts,
 * in steps of ten milliseconds. Elsewhere everything is 0. What a thread uses after the last
 * reading before its end counts as {@value #ENDED}. Not safe for several threads.
 */
public final class ProcessUse {
  /** Threads that ended between two readings. */
  public static final String ENDED = "threads that ended";

  private static final double TICKS_PER_SECOND = 100;
  private static final long KIB = 1_024;
  private static final int USER_TIME = 11;
  private static final int SYSTEM_TIME = 12;

  private final Path process;
  private final UnaryOperator<String> groupOf;
  private final Map<String, Long> known = new HashMap<>();
  private final Map<String, Long> groups = new TreeMap<>();
  private long sum;

  private ProcessUse(long pid, UnaryOperator<String> groupOf) {
    this.process = Path.of("/proc", Long.toString(pid));
    this.groupOf = groupOf;
  }

  /**
   * Of one process.
   *
   * @param groupOf the group of a thread by the first 15 characters of its name
   */
  public static ProcessUse of(long pid, UnaryOperator<String> groupOf) {
    return new ProcessUse(pid, groupOf);
  }

  /** Whether this machine keeps such accounts. */
  public static boolean isKnownHere() {
    return Files.isReadable(Path.of("/proc/self/stat"));
  }

  /** Processor seconds since the process began, by group. */
  public Map<String, Double> cpuSeconds() {
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(process.resolve("task"))) {
      for (Path thread : threads) {
        add(thread);
      }
    } catch (IOException e) {
      // It has ended, or this is no Linux: what is known stays.
    }
    Map<String, Double> seconds = new TreeMap<>();
    groups.forEach((group, ticks) -> seconds.put(group, ticks / TICKS_PER_SECOND));
    long all = Math.max(sum, ticksOf(process.resolve("stat")));
    seconds.merge(ENDED, (all - sum) / TICKS_PER_SECOND, Double::sum);
    return seconds;
  }

  private void add(Path thread) {
    String stat = read(thread.resolve("stat"));
    int nameEnds = stat.lastIndexOf(')');
    if (nameEnds < 0) {
      return;
    }
    long ticks = ticksIn(stat.substring(nameEnds + 2));
    // An id may be used again, but not within a second.
    long before = known.getOrDefault(thread.getFileName().toString(), 0L);
    long added = ticks < before ? ticks : ticks - before;
    known.put(thread.getFileName().toString(), ticks);
    groups.merge(groupOf.apply(stat.substring(stat.indexOf('(') + 1, nameEnds)), added, Long::sum);
    sum += added;
  }

  private static long ticksOf(Path stat) {
    String text = read(stat);
    int nameEnds = text.lastIndexOf(')');
    return nameEnds < 0 ? 0 : ticksIn(text.substring(nameEnds + 2));
  }

  private static long ticksIn(String fields) {
    String[] words = fields.strip().split(" ", -1);
    return Long.parseLong(words[USER_TIME]) + Long.parseLong(words[SYSTEM_TIME]);
  }

  /** Resident memory in bytes. */
  public long residentBytes() {
    for (String line : read(process.resolve("status")).lines().toList()) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) * KIB;
      }
    }
    return 0;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return ""; // the thread has ended meanwhile
    }
  }
}
