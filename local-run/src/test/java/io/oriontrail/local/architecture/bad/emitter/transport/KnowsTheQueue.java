package io.oriontrail.local.architecture.bad.emitter.transport;

import io.oriontrail.local.architecture.bad.emitter.Sends;

public class KnowsTheQueue {
  void send(Sends queue) {
    queue.through(this);
  }
}
