package io.oriontrail.local;

import java.util.ArrayDeque;
import java.util.Deque;

/** What has been opened, closed in the opposite order, once. Safe for use by several threads. */
final class Stack implements AutoCloseable {
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private boolean closed;

  /** Remembers it; closes it at once where everything has been closed already. */
  synchronized <T extends AutoCloseable> T opened(T closeable) {
    if (closed) {
      closeQuietly(closeable);
    } else {
      opened.push(closeable);
    }
    return closeable;
  }

  @Override
  public synchronized void close() {
    closed = true;
    while (!opened.isEmpty()) {
      closeQuietly(opened.pop());
    }
  }

  /** One that fails to close must not keep the others open. */
  private static void closeQuietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      System.err.println("orion: " + closeable.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }
}
