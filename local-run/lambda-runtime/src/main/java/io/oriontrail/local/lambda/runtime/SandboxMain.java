package io.oriontrail.local.lambda.runtime;

import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import java.io.IOException;
import java.io.InputStream;

/**
 * Runs AWS's runtime interface client, which loads the handler and asks the Runtime API for work,
 * and ends the JVM when its standard input ends: the other end is held by the JVM that started it,
 * so a sandbox never outlives that, however it dies.
 */
public final class SandboxMain {
  private SandboxMain() {}

  /** {@code arguments}: the handler's class. */
  public static void main(String[] arguments) throws Throwable {
    Thread.ofPlatform().daemon().name("parent-watch").start(SandboxMain::endWithParent);
    RuntimeLibrary.load();
    AWSLambda.main(arguments);
  }

  private static void endWithParent() {
    InputStream parent = System.in;
    try {
      while (parent.read() >= 0) {
        // Nothing is ever sent: only the end of the stream says something.
      }
    } catch (IOException e) {
      // A broken pipe means the same as its end.
    }
    // As in the cloud, a sandbox that is taken away runs no shutdown hooks.
    Runtime.getRuntime().halt(0);
  }
}
