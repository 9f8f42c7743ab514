package io.oriontrail.emitter;

import io.oriontrail.event.InvalidEventException;
import io.oriontrail.event.StepEvent;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Makes the events of executions and runs and hands them over. Throws nothing, whatever comes. */
final class Recorder {
  final Mend mend;
  private final EventDoor door;
  private final Time time;
  private final @Nullable String service;
  private final @Nullable String host;

  /** Makes run ids differ from those of another process whose generator happens to run alike. */
  private volatile long runIdSalt = new SecureRandom().nextLong();

  Recorder(EventDoor door, Time time, @Nullable String service, @Nullable String host) {
    this.door = door;
    this.mend = new Mend(door);
    this.time = time;
    this.service = service;
    this.host = host;
  }

  boolean isEnabled() {
    return door.isEnabled();
  }

  Instant now() {
    return time.wall().instant();
  }

  long nanos() {
    return time.nanos();
  }

  /** Run ids differ from here on from those of other copies of this process. */
  void renew() {
    runIdSalt = new SecureRandom().nextLong();
  }

  /** 16 hexadecimal digits that no other run has. */
  String newRunId() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong() ^ runIdSalt);
  }

  void record(StepEvent.Builder event) {
    try {
      door.offer(mend.build(event.service(service).host(host)));
    } catch (InvalidEventException e) {
      door.refuse(e);
    } catch (Throwable t) {
      door.refuseForFault();
    }
  }

  void refuse(InvalidEventException invalid) {
    door.refuse(invalid);
  }

  void refuseForFault() {
    door.refuseForFault();
  }

  void amended() {
    door.amended();
  }
}
