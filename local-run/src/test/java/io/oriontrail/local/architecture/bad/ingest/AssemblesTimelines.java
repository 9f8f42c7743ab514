package io.oriontrail.local.architecture.bad.ingest;

import io.oriontrail.local.architecture.bad.query.WritesEvents;

class AssemblesTimelines {
  WritesEvents timeline() {
    return new WritesEvents();
  }
}
