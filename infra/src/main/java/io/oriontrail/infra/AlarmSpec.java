package io.oriontrail.infra;

import software.amazon.awscdk.services.cloudwatch.IMetric;

/**
 * An alarm on a metric that gets too high.
 *
 * @param name unique within the stage
 * @param meaning one sentence for whoever gets it
 * @param runbook the file in docs/runbooks, without its ending
 * @param above what is still good
 * @param datapoints so many too high ones raise the alarm
 * @param periods among so many
 */
record AlarmSpec(
    String name,
    String meaning,
    String runbook,
    IMetric metric,
    double above,
    int datapoints,
    int periods) {

  /** One that reads three of five minutes, which a single hiccup does not make. */
  static AlarmSpec of(String name, String runbook, IMetric metric, double above, String meaning) {
    return new AlarmSpec(name, meaning, runbook, metric, above, 3, 5);
  }

  /** The same, raised by the first datapoint that is too high: for what must not happen at all. */
  AlarmSpec atOnce() {
    return new AlarmSpec(name, meaning, runbook, metric, above, 1, 1);
  }
}
