package io.oriontrail.local.architecture.bad.alert;

import io.oriontrail.local.architecture.bad.query.WritesEvents;

class KnowsTheQuery {
  WritesEvents query() {
    return new WritesEvents();
  }
}
