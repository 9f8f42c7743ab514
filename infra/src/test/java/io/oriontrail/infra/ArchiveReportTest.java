package io.oriontrail.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Ways to keep an archive, worked out by hand. */
final class ArchiveReportTest {
  private static final Traffic PLAIN =
      new Traffic(
          400, 300, 300, 1, 0.1, 80, 0.02, 10, 90, Map.of(1, 420.0, 10, 1_500.0, 100, 9_000.0));

  private final String report =
      new ArchiveReport(
              "trial",
              ArchiveCost.ofDays(395),
              StageConfig.parse(
                  "trial", "region: us-east-1\nstream: {mode: PROVISIONED, shards: 10}"),
              PLAIN,
              new Load(400e6, 10, 100, 1e6))
          .markdown();

  @Test
  void sizes_areThoseOfBatchesOfSixMegabytesOfJson() {
    // A record is 12,420 B of JSON; 506.56 fill a batch, one in 10.94 s, of ten shards.
    assertThat(report)
        .contains(
            "| events of a batch | 50,656 |",
            "| a batch of each shard every | 109 s |",
            "| an object, of 16 a batch | 285 kB |",
            "| a day | 36.0 GB |",
            "| 395 days | 14,220 GB |");
  }

  @Test
  void firehose_roundsEachRecordUp() {
    // 121.7 M records of 10 KiB, and 12,167 M of 5 KiB, at $0.029 a GB.
    assertThat(report)
        .contains(
            "| Firehose, records of 100 events | 36.13 | records as they came |",
            "| Firehose, an event a record | 1,807 | the same |")
        // 26.28 M objects for $0.025 a thousand.
        .contains("| ingest, an object an invocation | 657 |");
  }

  @Test
  void parts_costObjectsAndSpareReadingToErase() {
    // 0.0914 batches a second: 7,896 a day, of which 30 days' are read for $0.40 a million and 365
    // days' for $10, with 36 GB a day for $0.03 a GB, all of it or a sixteenth.
    assertThat(report)
        .contains(
            "| 1 | 5.85 | 6.00 | 77.40 | 89.25 | 423 |",
            "| 16 | 8.34 | 96.07 | 77.40 | 182 | 53.55 |");
  }

  @Test
  void otherChoices_areTheSameArchiveInOtherTiers() {
    // 14,220 GB for $0.023, the puts and the function; $5 for 1,000 GB looked through.
    assertThat(report)
        .contains(
            "| all of it in S3 Standard, a month | 355 |",
            "| a query in Athena over a day | 0.18 |",
            "| over a day of one part | 0.011 |");
  }
}
