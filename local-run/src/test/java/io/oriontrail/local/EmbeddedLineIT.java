package io.oriontrail.local;

/** The line on this machine's own parts, its handlers in this JVM. */
class EmbeddedLineIT extends LineContract {
  @Override
  AwsEndpoints startEndpoints() {
    return EmbeddedEndpoints.start(root(), null, _ -> {});
  }
}
