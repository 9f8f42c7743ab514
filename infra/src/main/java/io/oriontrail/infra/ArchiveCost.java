package io.oriontrail.infra;

import io.oriontrail.ingest.ArchiveLayout;
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

  /** As the function parts them. */
  static final int PARTS = ArchiveLayout.PARTS.size();

  private static final double GB = 1e9;

  /** What the stage deploys. */
  static ArchiveCost of(ArchiveSettings settings) {
    Integer infrequent = settings.infrequentAccessDays();
    int glacier = settings.glacierDays();
    return new ArchiveCost(
        infrequent == null ? glacier : infrequent,
        infrequent == null ? 0 : glacier - infrequent,
        settings.expireDays() - glacier,
        settings.batchingWindow(),
        settings.memoryMib(),
        PARTS);
  }

  /** So many days of Standard, then Glacier. */
  static ArchiveCost ofDays(int days) {
    int standard = Math.min(30, days);
    return new ArchiveCost(standard, 0, days - standard, Duration.ofMinutes(5), 1_769, PARTS);
  }

  ArchiveCost inParts(int others) {
    return new ArchiveCost(standardDays, infrequentDays, glacierDays, window, memoryMib, others);
  }

  ArchiveCost inTiers(int standard, int infrequent, int glacier) {
    return new ArchiveCost(standard, infrequent, glacier, window, memoryMib, parts);
  }

  int days() {
    return standardDays + infrequentDays + glacierDays;
  }

  List<StageCost.Line> lines(Traffic traffic, Load load, IngestLoad ingest) {
    List<StageCost.Line> lines = new ArrayList<>();
    add(lines, "Archive: function", function(traffic, load, ingest));
    add(lines, "Archive: objects put and moved", objects(traffic, load, ingest));
    add(lines, "Archive: stored", stored(traffic, load));
    return lines;
  }

  /** Each shard's batch waits for the window to pass, unless it is full, or no record comes. */
  double batchesPerSecond(Traffic traffic, Load load, IngestLoad ingest) {
    double recordJson = traffic.recordBytes(load.eventsPerRecord()) * BASE64 + FIELDS_OF_RECORD;
    return Math.max(
        Math.min(
            (double) ingest.shards() / Math.max(1, window.toSeconds()), load.recordsPerSecond()),
        load.recordsPerSecond() * recordJson / BATCH_BYTES);
  }

  double batchesPerMonth(Traffic traffic, Load load, IngestLoad ingest) {
    return batchesPerSecond(traffic, load, ingest) * Load.SECONDS_PER_MONTH;
  }

  double function(Traffic traffic, Load load, IngestLoad ingest) {
    double events = load.eventsPerSecond() / batchesPerSecond(traffic, load, ingest);
    double seconds =
        IngestLoad.INVOCATION_SECONDS
            + events * IngestLoad.CPU_SECONDS
            + objectsOfBatch(traffic, load, ingest) * PUT_SECONDS;
    return StageCost.lambda(batchesPerMonth(traffic, load, ingest), seconds, memoryMib);
  }

  double objects(Traffic traffic, Load load, IngestLoad ingest) {
    return putAndMoved(
        batchesPerMonth(traffic, load, ingest) * objectsOfBatch(traffic, load, ingest));
  }

  /** No more than it has events. */
  private double objectsOfBatch(Traffic traffic, Load load, IngestLoad ingest) {
    return Math.min(parts, load.eventsPerSecond() / batchesPerSecond(traffic, load, ingest));
  }

  /** Of so many objects, whoever puts them. */
  double putAndMoved(double objects) {
    return Price.S3_PUT.times(objects)
        + (infrequentDays > 0 ? Price.S3_TO_INFREQUENT.times(objects) : 0)
        + (glacierDays > 0 ? Price.S3_TO_GLACIER_IR.times(objects) : 0);
  }

  double stored(Traffic traffic, Load load) {
    double gbPerDay = gbPerDay(traffic, load);
    return Price.S3_STANDARD_GB_MONTH.times(gbPerDay * standardDays)
        + Price.S3_INFREQUENT_GB_MONTH.times(gbPerDay * infrequentDays)
        + Price.S3_GLACIER_IR_GB_MONTH.times(gbPerDay * glacierDays);
  }

  /** Every object of one part read once; what is not in Standard counts as if in the Glacier. */
  double erasure(Traffic traffic, Load load, IngestLoad ingest) {
    double batchesPerDay = batchesPerSecond(traffic, load, ingest) * 86_400;
    int cold = infrequentDays + glacierDays;
    return Price.S3_GET.times(batchesPerDay * standardDays)
        + Price.S3_GLACIER_IR_GET.times(batchesPerDay * cold)
        + Price.S3_GLACIER_IR_READ_GB.times(gbPerDay(traffic, load) / parts * cold);
  }

  static double gbPerDay(Traffic traffic, Load load) {
    return load.eventsPerDay() * traffic.archiveBytes() / GB;
  }

  private static void add(List<StageCost.Line> lines, String what, double dollars) {
    lines.add(new StageCost.Line(StageCost.Part.LINE, what, dollars));
  }
}
