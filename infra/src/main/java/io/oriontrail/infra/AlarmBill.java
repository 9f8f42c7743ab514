package io.oriontrail.infra;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What a stage's alarms are billed by, without synthesizing it: from {@code alarms.csv}, of which a
 * test says that it is what the templates hold. An alarm is billed by the metrics that it looks at,
 * an alarm over alarms as one.
 *
 * @param metrics that alarms look at
 * @param composites alarms over alarms
 */
record AlarmBill(int metrics, int composites) {
  /** An alarm on a band is billed as its metrics, and as much again as two for the band. */
  static final int BAND_METRICS = 2;

  /** Part and whole of a step's share, and the band. */
  static final int METRICS_OF_STEP = 2 + BAND_METRICS;

  /** The alarm that only a stage which is never quiet has. */
  static final String SILENCE = "silence";

  /** The alarm that only a provisioned stream has. */
  static final String STREAM_CAPACITY = "stream-capacity";

  /** Over the alarms that only a stage with an archive has, and one with a copy of its audit. */
  static final String ARCHIVE = "archive-unhealthy";

  static final String AUDIT = "audit-unarchived";

  /**
   * One alarm.
   *
   * @param partOf the alarm over it; empty where it is heard by itself
   * @param metrics 0 for an alarm over alarms
   */
  record Row(String name, String partOf, int metrics) {}

  /** All alarms but those of steps. */
  static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    InputStream file = Objects.requireNonNull(AlarmBill.class.getResourceAsStream("alarms.csv"));
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
      lines.readLine(); // what the columns are
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] cells = line.split(",", -1);
        rows.add(new Row(cells[0], cells[1], Integer.parseInt(cells[2])));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read alarms.csv", e);
    }
    return rows;
  }

  static AlarmBill of(StageConfig config) {
    MonitoringSettings settings = config.monitoring();
    if (settings == null) {
      return new AlarmBill(0, 0);
    }
    int metrics = 0;
    int composites = 0;
    for (Row row : rows()) {
      if (isDeployed(row, config, settings)) {
        metrics += row.metrics();
        composites += row.metrics() == 0 ? 1 : 0;
      }
    }
    for (String step : settings.steps()) {
      metrics += settings.off().contains("step-failures-" + step) ? 0 : METRICS_OF_STEP;
    }
    return new AlarmBill(metrics, composites);
  }

  private static boolean isDeployed(Row row, StageConfig config, MonitoringSettings settings) {
    boolean needed =
        switch (row.partOf().isEmpty() ? row.name() : row.partOf()) {
          case SILENCE -> settings.silence() != null;
          case STREAM_CAPACITY -> config.stream().shards() != null;
          case ARCHIVE -> config.archive() != null;
          case AUDIT -> config.audit() != null;
          default -> true;
        };
    return needed && !settings.off().contains(row.name()) && !settings.off().contains(row.partOf());
  }
}
