package io.oriontrail.local.load;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a Java process of this machine holds at one moment, all that is garbage left out: {@code
 * jcmd} has it collect first. Linux only.
 *
 * @param process what it is to the reader
 * @param isStore whether it is there to hold what it is given
 * @param pid of the operating system
 * @param second since the load began
 * @param liveBytes of objects that can be reached
 * @param threads of the operating system
 * @param handles open files and sockets
 */
public record JvmReading(
    String process,
    boolean isStore,
    long pid,
    double second,
    long liveBytes,
    int threads,
    int handles) {

  /** A process to read. */
  public record Subject(String process, boolean isStore, long pid) {}

  /**
   * Reads it now. Blocks while it collects its garbage.
   *
   * @throws IOException if it does not run, or does not let itself be read; says why
   */
  public static JvmReading of(Subject subject, double second)
      throws IOException, InterruptedException {
    return new JvmReading(
        subject.process(),
        subject.isStore(),
        subject.pid(),
        second,
        liveBytes(subject),
        entries(subject, "task"),
        entries(subject, "fd"));
  }

  /** The lesser of both in each figure: what comes and goes is in one of them only. */
  public JvmReading withLeastOf(JvmReading other) {
    return new JvmReading(
        process,
        isStore,
        pid,
        second,
        Math.min(liveBytes, other.liveBytes),
        Math.min(threads, other.threads),
        Math.min(handles, other.handles));
  }

  private static long liveBytes(Subject subject) throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    // Into a file: a JVM that is asked by itself stands still until all of it has been taken.
    Path answered = Files.createTempFile("orion-histogram", ".txt");
    try {
      new ProcessBuilder(
              List.of(jcmd.toString(), Long.toString(subject.pid()), "GC.class_histogram"))
          .redirectErrorStream(true)
          .redirectOutput(answered.toFile())
          .start()
          .waitFor();
      return totalIn(Files.readString(answered), subject);
    } finally {
      Files.delete(answered);
    }
  }

  /** The bytes in a histogram's last line, {@code Total 12345 678901}. */
  static long totalIn(String histogram, Subject subject) throws IOException {
    for (String line : histogram.lines().toList().reversed()) {
      String[] words = line.strip().split(" +", -1);
      if (words.length == 3 && words[0].equals("Total")) {
        return Long.parseLong(words[2]);
      }
    }
    throw new IOException(
        "jcmd has no total for %s (process %d); it said: %s"
            .formatted(
                subject.process(),
                subject.pid(),
                histogram.lines().limit(3).toList().toString().strip()));
  }

  private static int entries(Subject subject, String folder) throws IOException {
    int number = 0;
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(Path.of("/proc", Long.toString(subject.pid()), folder))) {
      for (Path _ : all) {
        number++;
      }
    }
    return number;
  }
}
