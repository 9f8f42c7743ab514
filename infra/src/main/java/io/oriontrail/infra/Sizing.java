package io.oriontrail.infra;

import java.util.Locale;

/** The settings of a stage that is to take a load, where no stage file says them yet. */
final class Sizing {
  /** Of the mean: what is bought in the quietest hours. */
  private static final double LEAST = 0.4;

  /** Of the mean: beyond it a peak waits in the stream. */
  private static final int MOST = 3;

  private Sizing() {}

  /** As the text of a stage file, but for the region, which stands for any. */
  static String yaml(Traffic traffic, Load load) {
    StageConfig any = StageConfig.parse("any", "region: us-east-1");
    IngestLoad ingest = new IngestLoad(any, traffic, load);
    double units = ingest.writeUnits().events();
    long most = Math.clamp((long) Math.ceil(MOST * units), 10, TableCapacity.MAX_UNITS);
    long least = Math.clamp((long) Math.floor(LEAST * units), 1, most);
    return String.format(
        Locale.ROOT,
        """
        region: us-east-1
        stream: {mode: PROVISIONED, shards: %d}
        table:
          capacity:
            mode: PROVISIONED
            write: {min: %d, max: %d}
            read: {min: %d, max: %d}
        """,
        ingest.shardsForPeak(),
        least,
        most,
        Math.max(1, least / 40),
        Math.max(20, most / 8));
  }
}
