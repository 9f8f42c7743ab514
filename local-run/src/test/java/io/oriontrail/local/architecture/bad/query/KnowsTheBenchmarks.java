package io.oriontrail.local.architecture.bad.query;

import io.oriontrail.local.architecture.bad.benchmarks.Anything;

class KnowsTheBenchmarks {
  Anything benchmark() {
    return new Anything();
  }
}
