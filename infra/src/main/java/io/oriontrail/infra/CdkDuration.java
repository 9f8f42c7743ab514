package io.oriontrail.infra;

import java.time.Duration;

/** From Java's durations to CDK's. */
final class CdkDuration {
  private CdkDuration() {}

  static software.amazon.awscdk.Duration of(Duration duration) {
    return software.amazon.awscdk.Duration.seconds(duration.toSeconds());
  }
}
