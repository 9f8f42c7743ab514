package io.oriontrail.local.lambda;

/** One execution environment: runs one invocation at a time. Used by one thread at a time. */
interface Instance extends AutoCloseable {
  /**
   * Runs it.
   *
   * @throws GoneException if this instance, which had worked before, ended without having begun it
   */
  Outcome run(Invocation invocation) throws GoneException, InterruptedException;

  /** Whether it can run another one; false once it has crashed or been stopped. */
  boolean isUsable();

  /** May be called while it runs, by another thread: that invocation then ends soon. */
  @Override
  void close();

  /** The invocation has not begun; another instance can take it. */
  final class GoneException extends Exception {
    GoneException() {
      super("the instance ended before the invocation began", null, false, false);
    }
  }
}
