package io.oriontrail.local.architecture.bad.ingest;

import io.oriontrail.local.architecture.bad.emitter.Sends;

class EmitsItsOwnEvents {
  String emit(Sends emitter) {
    return emitter.toString();
  }
}
