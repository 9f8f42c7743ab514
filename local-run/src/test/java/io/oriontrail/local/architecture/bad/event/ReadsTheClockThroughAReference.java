package io.oriontrail.local.architecture.bad.event;

import java.time.Instant;
import java.util.function.Supplier;

class ReadsTheClockThroughAReference {
  final Supplier<Instant> clock = Instant::now;
}
