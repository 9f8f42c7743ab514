package io.oriontrail.infra;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What it costs to keep every event in S3, once the archive is as old as it gets: a function of its
 * own reads the stream and puts some objects for each batch, so that an account's events lie in
 * few.
 *
 * @param standardDays in S3 Standard
 * @param infrequentDays then in Standard-IA
 * @param glacierDays then in Glacier Instant Retrieval
 * @param window how long records are gathered for an object
 * @param memoryMib of the function
 * @param parts objects that a batch makes, by the hash of the account
 */
record ArchiveCost(
    int standardDays,
    int infrequentDays,
    int glacierDays,
    Duration window,
    int memoryMib,
    int parts) {
  /** Lambda hands over so much JSON at once. */
  private static final double BATCH_BYTES = 6 * 1_048_576.0;

  /** Of which a record is, in base64, with what stands beside it. */
  private static final double BASE64 = 4 / 3.0;

  private static final double FIELDS_OF_RECORD = 420;

  /** A put, one after the other; taken for granted. */
  private static final double PUT_SECONDS = 0.03;

  private static final int PARTS = 16;

  private static final double GB = 1e9;

  /** So many days of Standard, then Glacier. */
  static ArchiveCost ofDays(int days) {
    int standard = Math.min(30, days);
    return new ArchiveCost(standard, 0, days - standard, Duration.ofMinutes(5), 1_769, PARTS);
  }

  List<StageCost.Line> lines(Traffic traffic, Load load, IngestLoad ingest) {
    double recordJson = traffic.recordBytes(load.eventsPerRecord()) * BASE64 + FIELDS_OF_RECORD;
    double perSecond =
        Math.max(
            Math.min(
                (double) ingest.shards() / Math.max(1, window.toSeconds()),
                load.recordsPerSecond()),
            load.recordsPerSecond() * recordJson / BATCH_BYTES);
    double invocations = perSecond * Load.SECONDS_PER_MONTH;
    double objects = invocations * parts;
    double seconds =
        IngestLoad.INVOCATION_SECONDS
            + load.eventsPerSecond() / perSecond * IngestLoad.CPU_SECONDS
            + parts * PUT_SECONDS;
    double gbPerDay = gbPerDay(traffic, load);
    List<StageCost.Line> lines = new ArrayList<>();
    add(lines, "Archive: function", StageCost.lambda(invocations, seconds, memoryMib));
    add(
        lines,
        "Archive: objects put and moved",
        Price.S3_PUT.times(objects)
            + (infrequentDays > 0 ? Price.S3_TO_INFREQUENT.times(objects) : 0)
            + (glacierDays > 0 ? Price.S3_TO_GLACIER_IR.times(objects) : 0));
    add(
        lines,
        "Archive: stored",
        Price.S3_STANDARD_GB_MONTH.times(gbPerDay * standardDays)
            + Price.S3_INFREQUENT_GB_MONTH.times(gbPerDay * infrequentDays)
            + Price.S3_GLACIER_IR_GB_MONTH.times(gbPerDay * glacierDays));
    return lines;
  }

  /** Events lie there as compressed as in records of a hundred, however small theirs were. */
  static double gbPerDay(Traffic traffic, Load load) {
    return load.eventsPerDay() / 100 * traffic.recordBytes(100) / GB;
  }

  private static void add(List<StageCost.Line> lines, String what, double dollars) {
    lines.add(new StageCost.Line(StageCost.Part.LINE, what, dollars));
  }
}
