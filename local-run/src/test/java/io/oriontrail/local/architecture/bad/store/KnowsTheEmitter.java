package io.oriontrail.local.architecture.bad.store;

import io.oriontrail.local.architecture.bad.emitter.Sends;

class KnowsTheEmitter {
  String emit(Sends emitter) {
    return emitter.toString();
  }
}
