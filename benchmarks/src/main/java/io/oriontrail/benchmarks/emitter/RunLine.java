package io.oriontrail.benchmarks.emitter;

import io.oriontrail.emitter.Execution;
import io.oriontrail.emitter.Run;

/** Whole runs through the emitter's own handles: a call is a step started and succeeded. */
final class RunLine implements Line {
  private final OrionLine line;
  private final Execution execution;

  RunLine(OrionLine line) {
    this.line = line;
    this.execution = line.emitter().execution("acct-4711", "exec-0815");
  }

  @Override
  public void emit(int number) {
    Samples.Pieces pieces = Samples.pieces(number);
    try (Run run =
        execution
            .step(pieces.step())
            .attribute("provider", pieces.provider())
            .attribute("region", pieces.region())
            .attribute("request", pieces.request())
            .start()) {
      run.succeeded();
    }
  }

  /** Calls, of which each makes two events. */
  @Override
  public long arrived() {
    return line.arrived() / 2;
  }

  @Override
  public void close() {
    line.close();
  }
}
