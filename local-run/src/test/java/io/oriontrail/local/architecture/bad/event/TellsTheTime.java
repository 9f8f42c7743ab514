package io.oriontrail.local.architecture.bad.event;

import java.time.Instant;

class TellsTheTime {
  Instant now() {
    return Instant.now();
  }
}
