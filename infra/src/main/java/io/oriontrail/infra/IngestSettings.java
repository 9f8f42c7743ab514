package io.oriontrail.infra;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The ingest function of a stage and how Lambda feeds it from the stream.
 *
 * @param batchSize records (each up to some hundred events) of one shard in one invocation
 * @param batchingWindow how long Lambda may wait to fill a batch; adds to freshness
 * @param parallelization batches of one shard in flight at once
 * @param maximumRecordAge after which a record that cannot be stored goes to the failure bucket
 * @param maximumAttempts after which it goes there, too
 * @param attributes names of attributes that may be stored; empty for all
 * @param redact a regular expression: what it finds in error messages and values of attributes is
 *     blacked out; null for nothing
 * @param reservedConcurrency null to share the account's pool
 */
record IngestSettings(
    int memoryMib,
    Duration timeout,
    int batchSize,
    Duration batchingWindow,
    int parallelization,
    Duration maximumRecordAge,
    int maximumAttempts,
    List<String> attributes,
    @Nullable String redact,
    @Nullable Integer reservedConcurrency) {

  /** What it may mean, the function itself checks when it starts. */
  private static final Pattern REGEX = Pattern.compile(".{1,1000}");

  private static final Pattern ATTRIBUTE = Pattern.compile("[^,]{1,64}");

  static IngestSettings from(ConfigSection section, StreamSettings stream) {
    IngestSettings settings =
        new IngestSettings(
            // One whole vCPU: below it a batch takes longer and costs the same.
            section.integer("memoryMib", 512, 10_240, 1_769),
            section.duration(
                "timeout", Duration.ofSeconds(20), Duration.ofMinutes(15), Duration.ofSeconds(60)),
            section.integer("batchSize", 1, 10_000, 100),
            section.duration(
                "batchingWindow", Duration.ZERO, Duration.ofSeconds(300), Duration.ofSeconds(1)),
            section.integer("parallelization", 1, 10, 1),
            section.duration(
                "maximumRecordAge",
                Duration.ofSeconds(60),
                Duration.ofDays(7),
                Duration.ofHours(12)),
            // With the handler's own retries within each attempt: half an hour of a refusing table.
            section.integer("maximumAttempts", 0, 10_000, 30),
            section.optionalTexts(
                "attributes", ATTRIBUTE, "a name of an attribute, without commas"),
            section.optionalText("redact", REGEX, "a regular expression such as [0-9]{13,19}"),
            section.optionalInteger("reservedConcurrency", 1, 10_000));
    settings.check(section, stream);
    return settings;
  }

  private void check(ConfigSection section, StreamSettings stream) {
    if (maximumRecordAge.compareTo(stream.retention()) >= 0) {
      // Otherwise the stream forgets records before they reach the failure bucket.
      throw section.refused(
          "maximumRecordAge",
          maximumRecordAge,
          "less than stream.retention, " + stream.retention());
    }
    Integer shards = stream.shards();
    if (shards != null
        && reservedConcurrency != null
        && reservedConcurrency < shards * parallelization) {
      throw section.refused(
          "reservedConcurrency",
          reservedConcurrency,
          "at least stream.shards x parallelization, " + shards * parallelization);
    }
  }
}
