package io.oriontrail.local.architecture.bad.query;

import io.oriontrail.local.architecture.bad.store.StepEventWriter;

public class WritesEvents {
  void write(StepEventWriter writer) {
    writer.append("event");
  }
}
