package io.oriontrail.infra;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The archive of a stage: how long events lie in which tier, and how Lambda feeds it.
 *
 * @param infrequentAccessDays after which objects go to Standard-IA; null for never
 * @param glacierDays after which they go to Glacier Instant Retrieval
 * @param expireDays after which they are deleted
 * @param batchingWindow how long Lambda may gather records; longer makes fewer and larger objects
 * @param maximumRecordAge after which records that cannot be archived go to the failure bucket
 */
record ArchiveSettings(
    @Nullable Integer infrequentAccessDays,
    int glacierDays,
    int expireDays,
    int memoryMib,
    Duration timeout,
    Duration batchingWindow,
    Duration maximumRecordAge) {

  /** S3's own: as long an object has to lie in a tier before the next one. */
  private static final int LEAST_IN_A_TIER = 30;

  private static final int MOST_DAYS = 3_650;

  static ArchiveSettings from(ConfigSection section, StreamSettings stream) {
    Integer infrequent =
        section.optionalInteger("infrequentAccessDays", LEAST_IN_A_TIER, MOST_DAYS);
    int leastGlacier = infrequent == null ? 1 : infrequent + LEAST_IN_A_TIER;
    int glacier =
        section.integer(
            "glacierDays", leastGlacier, MOST_DAYS, Math.max(LEAST_IN_A_TIER, leastGlacier));
    // An hour before the stream forgets records.
    Duration latest = week(stream.retention().minusHours(1));
    return new ArchiveSettings(
        infrequent,
        glacier,
        // Thirteen months, so that a year can be held against the one before.
        section.integer("expireDays", glacier + 1, MOST_DAYS, Math.max(395, glacier + 1)),
        section.integer("memoryMib", 512, 10_240, 1_769),
        section.duration(
            "timeout", Duration.ofSeconds(30), Duration.ofMinutes(15), Duration.ofMinutes(2)),
        section.duration(
            "batchingWindow", Duration.ZERO, Duration.ofSeconds(300), Duration.ofSeconds(300)),
        section.duration("maximumRecordAge", Duration.ofSeconds(60), latest, latest));
  }

  /** Lambda knows no more. */
  private static Duration week(Duration latest) {
    Duration most = Duration.ofDays(7);
    return latest.compareTo(most) < 0 ? latest : most;
  }
}
