package io.oriontrail.local;

/** The line with the very jars that are deployed, each in its own JVM. */
class PackagedLineIT extends EmbeddedLineIT {
  @Override
  LineSettings settings() {
    return super.settings().withPackaged(true);
  }
}
