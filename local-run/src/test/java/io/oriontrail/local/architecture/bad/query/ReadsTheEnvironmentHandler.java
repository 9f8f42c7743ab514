package io.oriontrail.local.architecture.bad.query;

import org.jspecify.annotations.Nullable;

class ReadsTheEnvironmentHandler {
  ReadsTheEnvironmentHandler() {}

  @Nullable String table() {
    return System.getenv("ORION_EVENT_TABLE");
  }
}
