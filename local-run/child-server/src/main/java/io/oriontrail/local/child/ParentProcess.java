package io.oriontrail.local.child;

import java.io.IOException;
import java.io.InputStream;

/**
 * The child's side of {@link ChildServer} and {@link ChildProgram}: what a {@code main} does to end
 * with its parent.
 */
public final class ParentProcess {
  /** What the parent waits for; the port follows. Vendors' log lines never begin like this. */
  static final String READY = "orion-child-ready port=";

  private ParentProcess() {}

  /**
   * Tells the parent the port and blocks until the parent closes this JVM's standard input, which
   * also happens when the parent dies, however it dies. The caller then ends the JVM.
   */
  public static void serve(int port) {
    System.out.println(READY + port);
    System.out.flush();
    awaitEnd();
  }

  /** Blocks until the parent closes this JVM's standard input or dies, however it dies. */
  public static void awaitEnd() {
    InputStream parent = System.in;
    try {
      while (parent.read() >= 0) {
        // The parent sends nothing: only the end of the stream says something.
      }
    } catch (IOException e) {
      // A broken pipe means the same as its end.
    }
  }
}
