package io.oriontrail.local;

import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;

/**
 * What a person sees of a long task: one line that is rewritten on a terminal, a new line every few
 * seconds elsewhere. Not safe for several threads, but where it says so.
 */
final class Progress {
  private static final long TERMINAL_INTERVAL = Duration.ofMillis(100).toNanos();
  private static final long LOG_INTERVAL = Duration.ofSeconds(5).toNanos();

  private final PrintStream out;
  private final boolean terminal;
  private long shownAt;
  private int width;

  Progress(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
    this.shownAt = System.nanoTime();
  }

  static Progress onStandardOutput() {
    boolean terminal =
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    return new Progress(System.out, terminal);
  }

  /** Whether {@link #show} would show something now; saves making the text. */
  boolean isDue() {
    return System.nanoTime() - shownAt >= (terminal ? TERMINAL_INTERVAL : LOG_INTERVAL);
  }

  void show(String text) {
    shownAt = System.nanoTime();
    if (terminal) {
      out.print("\r" + text + " ".repeat(Math.max(0, width - text.length())));
      out.flush();
      width = text.length();
    } else {
      out.println(text);
    }
  }

  /** How many executions were looked up by now. By several threads, if they call nothing else. */
  synchronized void showLookedUp(long executions) {
    if (isDue()) {
      show("looked up %,d executions".formatted(executions));
    }
  }

  /** A line that stays. */
  void say(String text) {
    if (terminal && width > 0) {
      out.print("\r" + " ".repeat(width) + "\r");
      width = 0;
    }
    out.println(text);
  }
}
