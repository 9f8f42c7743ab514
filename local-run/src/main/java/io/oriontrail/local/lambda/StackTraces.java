package io.oriontrail.local.lambda;

import java.io.PrintWriter;
import java.io.StringWriter;

/** A throwable as the function's log shows it. */
final class StackTraces {
  private StackTraces() {}

  static String of(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString().stripTrailing();
  }
}
