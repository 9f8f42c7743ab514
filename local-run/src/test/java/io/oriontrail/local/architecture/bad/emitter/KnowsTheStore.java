package io.oriontrail.local.architecture.bad.emitter;

import io.oriontrail.local.architecture.bad.store.StepEventWriter;

class KnowsTheStore {
  void store(StepEventWriter writer) {
    writer.append("event");
  }
}
