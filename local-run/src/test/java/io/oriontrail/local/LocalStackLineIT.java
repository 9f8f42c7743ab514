package io.oriontrail.local;

import org.junit.jupiter.api.Tag;

/** The line on LocalStack: {@code ./orion test -Plocalstack}, on a machine with a Docker engine. */
@Tag("localstack")
class LocalStackLineIT extends LineContract {
  @Override
  AwsEndpoints startEndpoints() {
    return LocalStackEndpoints.start();
  }
}
