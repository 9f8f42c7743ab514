package io.oriontrail.infra;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What it costs to keep every event in S3, once the archive is as old as it gets: a function of its
 * own reads the stream and puts an object for each batch.
 *
 * @param standardDays in S3 Standard
 * @param infrequentDays then in Standard-IA
 * @param glacierDays then in Glacier Instant Retrieval
 * @param window how long records are gathered for an object
 * @param memoryMib of the function
 */
record ArchiveCost(
    int standardDays, int infrequentDays, int glacierDays, Duration window, int memoryMib) {
  /** What Lambda hands over at once, of which a third is base64. */
  private static final double BATCH_BYTES = 6e6 * 3 / 4;

  /** A batch's objects: one for each day that its events are of, which is nearly always one. */
  private static final double PUT_SECONDS = 0.1;

  private static final double GB = 1e9;

  /** So many days of Standard, then Glacier. */
  static ArchiveCost ofDays(int days) {
    int standard = Math.min(30, days);
    return new ArchiveCost(standard, 0, days - standard, Duration.ofMinutes(5), 1_769);
  }

  List<StageCost.Line> lines(Traffic traffic, Load load, IngestLoad ingest) {
    double bytesPerSecond = load.recordsPerSecond() * traffic.recordBytes(load.eventsPerRecord());
    double perSecond =
        Math.max(
            Math.min(
                (double) ingest.shards() / Math.max(1, window.toSeconds()),
                load.recordsPerSecond()),
            bytesPerSecond / BATCH_BYTES);
    double objects = perSecond * Load.SECONDS_PER_MONTH;
    double seconds =
        IngestLoad.INVOCATION_SECONDS
            + load.eventsPerSecond() / perSecond * IngestLoad.CPU_SECONDS
            + PUT_SECONDS;
    double gbPerDay = gbPerDay(traffic, load);
    List<StageCost.Line> lines = new ArrayList<>();
    add(lines, "Archive: function", StageCost.lambda(objects, seconds, memoryMib));
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
