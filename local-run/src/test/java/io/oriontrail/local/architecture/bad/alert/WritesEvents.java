package io.oriontrail.local.architecture.bad.alert;

import io.oriontrail.local.architecture.bad.store.StepEventWriter;

class WritesEvents {
  void write(StepEventWriter writer) {
    writer.append("event");
  }
}
