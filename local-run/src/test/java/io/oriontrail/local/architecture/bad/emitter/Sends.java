package io.oriontrail.local.architecture.bad.emitter;

import io.oriontrail.local.architecture.bad.emitter.transport.KnowsTheQueue;

public class Sends {
  public String through(KnowsTheQueue transport) {
    return transport.toString();
  }
}
