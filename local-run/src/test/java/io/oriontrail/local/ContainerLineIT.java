package io.oriontrail.local;

import org.junit.jupiter.api.Tag;

/**
 * The line on the endpoints of our own image: {@code build/image}, then {@code ./orion test
 * -Pcontainer}, on a Linux machine with a Docker engine.
 */
@Tag("container")
class ContainerLineIT extends LineContract {
  @Override
  AwsEndpoints startEndpoints() {
    return ContainerEndpoints.start();
  }
}
