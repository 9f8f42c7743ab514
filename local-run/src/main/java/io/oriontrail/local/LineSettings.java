package io.oriontrail.local;

import io.oriontrail.local.esm.MappingSettings;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a local line is set up.
 *
 * @param root the repository, whose build products are run
 * @param data where to keep data between runs; null: in memory
 * @param journey the journey definition that timelines are judged by; null: none
 * @param packaged whether to run the deployable jars, each in its own JVM, instead of the handlers
 *     in this one
 * @param shards of the stream
 * @param batchWindow how long the event source mapping gathers records before it calls ingest
 * @param archived whether events go into the archive, too
 */
record LineSettings(
    Path root,
    @Nullable Path data,
    @Nullable Path journey,
    boolean packaged,
    int shards,
    Duration batchWindow,
    boolean archived) {

  static final String STREAM = "orion-events";
  static final String TABLE = "OrionEvents";
  static final String ROLLUP_TABLE = "OrionRollups";
  static final String QUARANTINE_BUCKET = "orion-quarantine";
  static final String FAILURE_BUCKET = "orion-failures";
  static final String ARCHIVE_BUCKET = "orion-archive";
  static final String AUDIT_TABLE = "OrionAudit";

  private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

  /**
   * The event source mapping of every local line: as CDK sets it up, but quicker to poll, as people
   * wait for what they have just emitted.
   */
  static MappingSettings.Builder mapping(Duration batchWindow) {
    return MappingSettings.builder()
        .batchingWindow(batchWindow)
        .reportBatchItemFailures(true)
        .bisectBatchOnFunctionError(true)
        .maximumRetryAttempts(30)
        .maximumRecordAge(Duration.ofHours(12))
        .pollInterval(POLL_INTERVAL);
  }

  static LineSettings of(Path root) {
    return new LineSettings(root, null, null, false, 4, Duration.ofMillis(250), false);
  }

  LineSettings withData(@Nullable Path folder) {
    return new LineSettings(root, folder, journey, packaged, shards, batchWindow, archived);
  }

  LineSettings withJourney(@Nullable Path file) {
    return new LineSettings(root, data, file, packaged, shards, batchWindow, archived);
  }

  LineSettings withPackaged(boolean packagedJars) {
    return new LineSettings(root, data, journey, packagedJars, shards, batchWindow, archived);
  }

  LineSettings withBatchWindow(Duration newBatchWindow) {
    return new LineSettings(root, data, journey, packaged, shards, newBatchWindow, archived);
  }

  LineSettings withArchive(boolean isArchived) {
    return new LineSettings(root, data, journey, packaged, shards, batchWindow, isArchived);
  }
}
