package io.oriontrail.local.architecture.bad.local;

import io.oriontrail.local.architecture.bad.infra.Anything;

class KnowsTheInfra {
  Anything stack() {
    return new Anything();
  }
}
