package io.oriontrail.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.CfnAlarm;
import software.amazon.awscdk.services.cloudwatch.CfnAnomalyDetector;

/**
 * A share of two sums, for the detector that learns its usual band and for the alarm on it. Written
 * out because the CDK's own alarm of this kind takes a single metric only.
 *
 * @param namespace of both metrics
 * @param part name of the metric of which the share is
 * @param whole name of the metric that is all
 * @param dimensions of both
 */
record AnomalyQueries(String namespace, String part, String whole, Map<String, String> dimensions) {
  /** The id under which the alarm compares with the band. */
  static final String BAND = "band";

  /** Long enough for shares of steps that run now and then. */
  static final Duration PERIOD = Duration.minutes(5);

  private static final String SHARE = "100 * part / whole";
  private static final String SUM = "Sum";

  List<CfnAlarm.MetricDataQueryProperty> ofAlarm(double bandWidth) {
    return List.of(
        sumForAlarm("part", part),
        sumForAlarm("whole", whole),
        mathForAlarm("share", SHARE),
        mathForAlarm(BAND, "ANOMALY_DETECTION_BAND(share, %s)".formatted(bandWidth)));
  }

  List<CfnAnomalyDetector.MetricDataQueryProperty> ofDetector() {
    return List.of(
        sumForDetector("part", part),
        sumForDetector("whole", whole),
        CfnAnomalyDetector.MetricDataQueryProperty.builder()
            .id("share")
            .expression(SHARE)
            .returnData(true)
            .build());
  }

  private static CfnAlarm.MetricDataQueryProperty mathForAlarm(String id, String expression) {
    return CfnAlarm.MetricDataQueryProperty.builder()
        .id(id)
        .expression(expression)
        .returnData(true)
        .build();
  }

  private CfnAlarm.MetricDataQueryProperty sumForAlarm(String id, String name) {
    List<CfnAlarm.DimensionProperty> each =
        dimensions.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(d -> CfnAlarm.DimensionProperty.builder().name(d.getKey()).value(d.getValue()))
            .map(CfnAlarm.DimensionProperty.Builder::build)
            .toList();
    return CfnAlarm.MetricDataQueryProperty.builder()
        .id(id)
        .returnData(false)
        .metricStat(
            CfnAlarm.MetricStatProperty.builder()
                .metric(
                    CfnAlarm.MetricProperty.builder()
                        .namespace(namespace)
                        .metricName(name)
                        .dimensions(each)
                        .build())
                .period(PERIOD.toSeconds())
                .stat(SUM)
                .build())
        .build();
  }

  private CfnAnomalyDetector.MetricDataQueryProperty sumForDetector(String id, String name) {
    List<CfnAnomalyDetector.DimensionProperty> each =
        dimensions.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(
                d ->
                    CfnAnomalyDetector.DimensionProperty.builder()
                        .name(d.getKey())
                        .value(d.getValue()))
            .map(CfnAnomalyDetector.DimensionProperty.Builder::build)
            .toList();
    return CfnAnomalyDetector.MetricDataQueryProperty.builder()
        .id(id)
        .returnData(false)
        .metricStat(
            CfnAnomalyDetector.MetricStatProperty.builder()
                .metric(
                    CfnAnomalyDetector.MetricProperty.builder()
                        .namespace(namespace)
                        .metricName(name)
                        .dimensions(each)
                        .build())
                .period(PERIOD.toSeconds())
                .stat(SUM)
                .build())
        .build();
  }
}
