package io.oriontrail.local.architecture.bad.query;

import io.oriontrail.local.architecture.bad.local.Anything;

class KnowsTheLocalRun {
  Anything local() {
    return new Anything();
  }
}
