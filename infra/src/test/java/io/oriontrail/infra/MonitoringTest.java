package io.oriontrail.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.oriontrail.ingest.MetricsLine;
import io.oriontrail.query.CompletenessLog;
import io.oriontrail.query.RequestLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That every alarm looks at something that exists, is heard, and says what to do. */
final class MonitoringTest {
  private static final String ALARM = "AWS::CloudWatch::Alarm";
  private static final String COMPOSITE = "AWS::CloudWatch::CompositeAlarm";
  private static final Pattern RUNBOOK = Pattern.compile(" Runbook: (\\S*/)([a-z-]+)\\.md$");

  /** AWS's own metrics with their dimensions; docs/RESOURCES.md says where each is documented. */
  private static final Map<String, List<Set<String>>> OF_AWS =
      Map.ofEntries(
          of("AWS/Lambda Errors", "FunctionName"),
          of("AWS/Lambda Invocations", "FunctionName"),
          of("AWS/Lambda Throttles", "FunctionName"),
          of("AWS/Lambda Duration", "FunctionName"),
          of("AWS/Lambda IteratorAge", "FunctionName"),
          of("AWS/Lambda ConcurrentExecutions", "FunctionName"),
          of("AWS/Lambda OnFailureDestinationDeliveredEventCount", "EventSourceMappingUUID"),
          of("AWS/Lambda DroppedEventCount", "EventSourceMappingUUID"),
          of("AWS/Kinesis GetRecords.IteratorAgeMilliseconds", "StreamName"),
          of("AWS/Kinesis WriteProvisionedThroughputExceeded", "StreamName"),
          of("AWS/Kinesis IncomingBytes", "StreamName"),
          of("AWS/Kinesis IncomingRecords", "StreamName"),
          ofTable("AWS/DynamoDB WriteThrottleEvents"),
          ofTable("AWS/DynamoDB ConsumedWriteCapacityUnits"),
          of("AWS/S3 NumberOfObjects", "BucketName", "StorageType"),
          of("AWS/ApiGateway 5xx", "ApiId"),
          of("AWS/ApiGateway 4xx", "ApiId"),
          of("AWS/ApiGateway Count", "ApiId"),
          of("AWS/SQS ApproximateNumberOfMessagesVisible", "QueueName"));

  @TempDir Path root;

  private final SynthesizedStage production = SynthesizedStage.example("production");

  private static Map.Entry<String, List<Set<String>>> of(String metric, String... dimensions) {
    return Map.entry(metric, List.of(Set.of(dimensions)));
  }

  /** A table's own figures leave those of its indexes out. */
  private static Map.Entry<String, List<Set<String>>> ofTable(String metric) {
    return Map.entry(
        metric, List.of(Set.of("TableName"), Set.of("TableName", "GlobalSecondaryIndexName")));
  }

  @Test
  void everyMetricOfOurs_isOneThatThatFunctionReallyWrites() {
    Map<EmittedMetrics.Metric, Class<?>> emitted = EmittedMetrics.all();

    assertThat(WatchedMetrics.in(production))
        .filteredOn(watched -> watched.namespace().equals(MetricsLine.NAMESPACE))
        .hasSizeGreaterThan(30)
        .allSatisfy(
            watched -> {
              assertThat(emitted).containsKey(watched.kind());
              assertThat(watched.dimensions())
                  .containsEntry(
                      MetricsLine.FUNCTION,
                      "<" + function(emitted.getOrDefault(watched.kind(), Object.class)) + ">");
            });
    assertThat(RequestLog.NAMESPACE).isEqualTo(MetricsLine.NAMESPACE);
  }

  @Test
  void everyMetricOfAws_isKnownByThoseDimensionsWhichNameResourcesOfTheStack() {
    assertThat(WatchedMetrics.in(production))
        .filteredOn(watched -> watched.namespace().startsWith("AWS/"))
        .isNotEmpty()
        .allSatisfy(
            watched -> {
              String metric = watched.namespace() + " " + watched.name();
              assertThat(OF_AWS).containsKey(metric);
              assertThat(OF_AWS.getOrDefault(metric, List.of()))
                  .contains(watched.dimensions().keySet());
              assertThat(watched.dimensions().values())
                  .filteredOn(value -> value.startsWith("<"))
                  .isNotEmpty()
                  .allSatisfy(
                      value ->
                          assertThat(production.template().path("Resources").properties())
                              .extracting(Map.Entry::getKey)
                              .contains(value.substring(1, value.length() - 1).split("\\.", 2)[0]));
            });
  }

  @Test
  void everyMetricOfAws_hasItsSourceInTheDocs() throws IOException {
    String table =
        Files.readString(StandInRoot.repository().resolve("docs").resolve("RESOURCES.md"));

    assertThat(OF_AWS.keySet())
        .allSatisfy(
            metric ->
                assertThat(table)
                    .containsPattern(
                        "\\| `%s` \\| [^|]+ \\| [^|]+ \\|".formatted(Pattern.quote(metric))));
  }

  @Test
  void everyAlarm_isHeardByItselfOrAsPartOfOneThatIs() {
    Set<String> topics = production.resources("AWS::SNS::Topic").keySet();
    Map<String, JsonNode> alarms = new TreeMap<>(production.resources(ALARM));
    Map<String, JsonNode> composites = production.resources(COMPOSITE);

    assertThat(composites.values()).isNotEmpty().allSatisfy(alarm -> requireHeard(alarm, topics));
    alarms
        .keySet()
        .removeIf(
            id ->
                composites.values().stream()
                    .anyMatch(
                        composite ->
                            composite
                                .at("/Properties/AlarmRule")
                                .toString()
                                .contains("\"" + id + "\"")));
    assertThat(alarms.values()).isNotEmpty().allSatisfy(alarm -> requireHeard(alarm, topics));
  }

  private static void requireHeard(JsonNode alarm, Set<String> topics) {
    for (String actions : List.of("AlarmActions", "OKActions")) {
      assertThat(alarm.path("Properties").path(actions))
          .hasSize(1)
          .allSatisfy(action -> assertThat(topics).contains(SynthesizedStage.target(action)));
    }
    assertThat(alarm.at("/Properties/ActionsEnabled").asBoolean(true)).isTrue();
  }

  @Test
  void everyAlarm_namesARunbookThatExistsAndNoRunbookIsLeftOver() throws IOException {
    Path folder = StandInRoot.repository().resolve("docs").resolve("runbooks");
    Set<String> named = new TreeSet<>();
    for (String type : List.of(ALARM, COMPOSITE)) {
      for (JsonNode alarm : production.resources(type).values()) {
        String description = alarm.at("/Properties/AlarmDescription").asText();
        Matcher runbook = RUNBOOK.matcher(description);
        assertThat(runbook.find()).as(description).isTrue();
        assertThat(runbook.group(1)).isEqualTo(settings().runbooks());
        assertThat(description.length()).isLessThanOrEqualTo(1_024);
        named.add(runbook.group(2) + ".md");
      }
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> String.valueOf(file.getFileName())))
          .containsExactlyInAnyOrderElementsOf(with(named, "README.md", "budget.md"));
    }
    for (String file : named) {
      assertThat(folder.resolve(file))
          .content()
          .startsWith("# ")
          .contains("\n## What it means\n", "\n## First look\n", "\n## Likely causes\n")
          .contains("\n## What to do\n", "\n## How to see that it is over\n");
      assertThat(folder.resolve("README.md")).content().contains("(" + file + ")");
    }
  }

  private static Set<String> with(Set<String> names, String... more) {
    Set<String> all = new TreeSet<>(names);
    all.addAll(List.of(more));
    return all;
  }

  @Test
  void everyAlarm_hasANameOfTheStageAndSaysWhatMissingDataMeans() {
    assertThat(production.resources(ALARM).values())
        .allSatisfy(
            alarm -> {
              String name = alarm.at("/Properties/AlarmName").asText();
              assertThat(name).startsWith("orion-trail-production-");
              // Only of silence it is the very sign.
              assertThat(alarm.at("/Properties/TreatMissingData").asText())
                  .isEqualTo(name.endsWith("-silence") ? "breaching" : "notBreaching");
            });
  }

  @Test
  void alarms_areThoseOfTheDesign() {
    assertThat(names(production))
        .contains(
            "iterator-age",
            "iterator-age-warning",
            "data-at-risk",
            "freshness",
            "ingest-throttles",
            "stream-throttles",
            "table-throttles",
            "quarantine",
            "quarantine-rate",
            "quarantine-depth",
            "batches-given-up",
            "failure-depth",
            "ingest-errors",
            "ingest-duration",
            "query-faults",
            "query-latency",
            "silence",
            "step-failures-VERIFY_IDENTITY",
            "ingest-unhealthy",
            "query-unhealthy",
            "completeness",
            "completeness-fast")
        .filteredOn(name -> name.startsWith("slo-"))
        // Four objectives, three paces, each of two windows and what joins them.
        .hasSize(4 * 3 * 3);
  }

  @Test
  void completeness_isHeldAgainstTheObjectiveByTheHourAndByTheDay() {
    JsonNode fast = alarm(ALARM, "completeness-fast");
    JsonNode day = alarm(ALARM, "completeness");

    // 99.99 % leaves 0.01 %; 14.4 times that is 2 % of thirty days' budget in an hour.
    assertThat(fast.path("Threshold").asDouble()).isCloseTo(0.144, Offset.offset(1e-9));
    assertThat(day.path("Threshold").asDouble()).isCloseTo(0.01, Offset.offset(1e-9));
    assertThat(fast.findValues("Period")).extracting(JsonNode::asInt).containsOnly(3_600);
    assertThat(day.findValues("Period")).extracting(JsonNode::asInt).containsOnly(86_400);
    assertThat(day.findValuesAsText("MetricName"))
        .containsExactlyInAnyOrder(CompletenessLog.MISSING, CompletenessLog.NUMBERED);
  }

  /** After the hour and its grace, and by the very task that the function knows. */
  @Test
  void completeness_isJudgedOnceAnHour() {
    JsonNode rule = production.only("AWS::Events::Rule").path("Properties");

    assertThat(rule.path("ScheduleExpression").asText()).isEqualTo("cron(20 * * * ? *)");
    assertThat(CompletenessLog.GRACE.toMinutes()).isLessThan(20);
    assertThat(rule.at("/Targets/0/Input").asText())
        .isEqualTo("{\"%s\":\"%s\"}".formatted(CompletenessLog.FIELD, CompletenessLog.TASK));
    assertThat(SynthesizedStage.target(rule.at("/Targets/0/Arn"))).startsWith("QueryFunction");
    assertThat(SynthesizedStage.example("sandbox").resources("AWS::Events::Rule")).isEmpty();
  }

  @Test
  void burnRates_areOfTheErrorBudgetInTwoWindows() {
    assertThat(windows("slo-freshness-fast")).isEqualTo(Map.of(3_600, 0.144, 300, 0.144));
    assertThat(windows("slo-freshness-slow")).isEqualTo(Map.of(21_600, 0.06, 1_800, 0.06));
    assertThat(windows("slo-availability-steady")).isEqualTo(Map.of(86_400, 0.003, 7_200, 0.003));
    for (String composite : List.of("slo-freshness-fast", "slo-latency-steady")) {
      assertThat(alarm(COMPOSITE, composite).path("AlarmRule").toString()).contains(" AND ");
    }
    assertThat(alarm(COMPOSITE, "ingest-unhealthy").path("AlarmRule").toString()).contains(" OR ");
  }

  /** Thresholds of both windows by their seconds, rounded as floating point is. */
  private Map<Integer, Double> windows(String name) {
    Map<Integer, Double> windows = new TreeMap<>();
    for (String window : List.of("-long", "-short")) {
      JsonNode alarm = alarm(ALARM, name + window);
      int seconds = alarm.findValue("Period").asInt();
      windows.put(seconds, Math.round(alarm.path("Threshold").asDouble() * 1e9) / 1e9);
    }
    return windows;
  }

  @Test
  void failedShareOfAStep_isHeldAgainstItsUsualBand() {
    JsonNode alarm = alarm(ALARM, "step-failures-OPEN_ACCOUNT");

    assertThat(alarm.path("ThresholdMetricId").asText()).isEqualTo("band");
    assertThat(alarm.path("Metrics").findValuesAsText("Expression"))
        .containsExactly("100 * part / whole", "ANOMALY_DETECTION_BAND(share, 3.0)");
    assertThat(alarm.path("Metrics").findValuesAsText("MetricName"))
        .containsExactly(MetricsLine.RUNS_FAILED, MetricsLine.RUNS_ENDED);
    assertThat(production.resources("AWS::CloudWatch::AnomalyDetector"))
        .hasSize(settings().steps().size());
  }

  @Test
  void topics_areEncryptedAndTakeMessagesOfCloudWatchOverTlsOnly() {
    assertThat(production.resources("AWS::SNS::Topic").values())
        .hasSize(2 * Severity.values().length)
        .allSatisfy(
            topic ->
                assertThat(SynthesizedStage.target(topic.at("/Properties/KmsMasterKeyId")))
                    .isEqualTo(production.onlyId("AWS::KMS::Key")));
    assertThat(production.resources("AWS::SNS::TopicPolicy").values())
        .hasSize(2 * Severity.values().length)
        .allSatisfy(
            policy ->
                assertThat(policy.toString())
                    .contains("{\"Bool\":{\"aws:SecureTransport\":\"false\"}}"))
        // The tickets' receivers hear the alert function only.
        .filteredOn(
            policy -> policy.toString().contains("{\"Service\":\"cloudwatch.amazonaws.com\"}"))
        .hasSize(3);
    assertThat(production.resources("AWS::SNS::Subscription").values())
        .extracting(subscription -> subscription.at("/Properties/Protocol").asText())
        .containsExactlyInAnyOrder("https", "email", "lambda", "lambda");
  }

  @Test
  void budget_isOfTheStagesTagAndWritesToTheTicketsReceivers() {
    JsonNode budget = production.only("AWS::Budgets::Budget").path("Properties");

    assertThat(budget.at("/Budget/BudgetLimit/Amount").asInt()).isEqualTo(5_000);
    assertThat(budget.at("/Budget/CostFilters/TagKeyValue/0").asText())
        .isEqualTo("user:stage$production");
    assertThat(budget.findValuesAsText("Address"))
        .hasSize(2)
        .allSatisfy(address -> assertThat(settings().ticket().emails()).containsExactly(address));
  }

  @Test
  void stageWithoutMonitoring_hasNoneOfIt() {
    SynthesizedStage sandbox = SynthesizedStage.example("sandbox");

    for (String type :
        List.of(
            ALARM,
            COMPOSITE,
            "AWS::CloudWatch::Dashboard",
            "AWS::SNS::Topic",
            "AWS::Budgets::Budget")) {
      assertThat(sandbox.resources(type)).as(type).isEmpty();
    }
    assertThat(sandbox.only("AWS::Lambda::EventSourceMapping").at("/Properties/MetricsConfig"))
        .isEmpty();
  }

  @Test
  void settings_given_moveThresholdsAndLeaveAlarmsOut() throws IOException {
    SynthesizedStage stage =
        trial(
            """
            region: eu-west-1
            monitoring:
              page: {emails: [a@example.com]}
              ticket: {webhooks: [https://chat.example.com/x]}
              off: [quarantine-depth, query-unhealthy, slo-latency-fast, ingest-errors]
              iteratorAge: PT30M
              queryP99: PT2S
              objectives: {freshness: 95.5}
            """);

    assertThat(names(stage))
        .doesNotContain(
            "quarantine-depth",
            "query-unhealthy",
            "query-faults",
            "slo-latency-fast",
            "slo-latency-fast-long",
            "ingest-errors",
            "silence",
            "stream-capacity")
        .contains("ingest-unhealthy", "iterator-age", "slo-latency-slow");
    assertThat(alarm(stage, ALARM, "iterator-age").path("Threshold").asInt()).isEqualTo(1_800_000);
    assertThat(alarm(stage, ALARM, "query-latency").path("Threshold").asInt()).isEqualTo(2_000);
    assertThat(alarm(stage, ALARM, "slo-freshness-slow-long").path("Threshold").asDouble())
        .isCloseTo(0.27, Offset.offset(1e-9));
    assertThat(alarm(stage, ALARM, "iterator-age").path("AlarmDescription").asText())
        .endsWith(" Runbook: docs/runbooks/iterator-age.md");
    assertThat(stage.findings()).isEmpty();
  }

  @Test
  void alarmToLeaveOut_unknown_isRefusedWithThoseThatExist() {
    assertThatThrownBy(
            () ->
                trial(
                    """
                    region: eu-west-1
                    monitoring:
                      page: {emails: [a@example.com]}
                      ticket: {emails: [a@example.com]}
                      off: [iterator]
                    """))
        .isInstanceOf(SetupException.class)
        .hasMessageStartingWith(
            "trial.yaml: monitoring.off names 'iterator'; this stage's alarms are alerts-lost,"
                + " api-faults, batches-given-up, completeness, completeness-fast, data-at-risk, ");
  }

  private SynthesizedStage trial(String yaml) throws IOException {
    StandInRoot.makeIn(root);
    Files.writeString(root.resolve("infra").resolve("stages").resolve("trial.yaml"), yaml);
    return SynthesizedStage.synthesize(root, "trial", stack -> {});
  }

  private MonitoringSettings settings() {
    return Objects.requireNonNull(production.config().monitoring());
  }

  private String function(Class<?> handler) {
    return production.resources("AWS::Lambda::Function").entrySet().stream()
        .filter(f -> f.getValue().at("/Properties/Handler").asText().startsWith(handler.getName()))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("no function of " + handler);
  }

  private JsonNode alarm(String type, String name) {
    return alarm(production, type, name);
  }

  private static JsonNode alarm(SynthesizedStage stage, String type, String name) {
    return stage.resources(type).values().stream()
        .map(alarm -> alarm.path("Properties"))
        .filter(alarm -> alarm.path("AlarmName").asText().matches("orion-trail-[a-z]+-" + name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no alarm " + name));
  }

  /** Without what names the stage. */
  private static List<String> names(SynthesizedStage stage) {
    return Stream.of(ALARM, COMPOSITE)
        .flatMap(type -> stage.resources(type).values().stream())
        .map(alarm -> alarm.at("/Properties/AlarmName").asText())
        .map(name -> name.replaceFirst("orion-trail-[a-z]+-", ""))
        .toList();
  }
}
