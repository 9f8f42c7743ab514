package io.oriontrail.infra;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.constructs.Construct;

/**
 * Who is told when the line does not do what it should: alarms, objectives with burn rates, a
 * dashboard and a budget. What each alarm means and what to do stands in docs/runbooks/.
 */
final class Monitoring extends Construct {
  private final AlarmTopics topics;

  /** What is watched; the archives are null where there are none. */
  record Line(
      EventStream stream,
      IngestFunction ingest,
      EventTable events,
      RollupTable rollups,
      QueryFunction query,
      QueryApi api,
      String dashboard,
      @Nullable Archive archive,
      @Nullable AuditArchive auditArchive) {}

  /**
   * Everything of it.
   *
   * @param alertJar what turns alarms into messages
   */
  Monitoring(
      Construct scope,
      String id,
      Foundation foundation,
      Path alertJar,
      MonitoringSettings settings,
      Line line) {
    super(scope, id);
    StageConfig config = foundation.config();
    LineMetrics metrics = metrics(line);
    this.topics = new AlarmTopics(this, "Topics", foundation, settings);
    AlarmBook book = new AlarmBook(new Construct(this, "Alarms"), topics, config, settings);
    new IngestAlarms(book, metrics, config, settings)
        .add(line.ingest().quarantine(), line.ingest().failures());
    new QueryAlarms(book, metrics, config, settings).add();
    ArchiveAlarms archives = new ArchiveAlarms(book, settings.errorPercent());
    if (line.archive() != null) {
      archives.add(line.archive());
    }
    if (line.auditArchive() != null) {
      archives.add(line.auditArchive());
    }
    new BurnRates(book, metrics).add(settings.objectives());
    new CompletenessAlarms(book, metrics).add(settings.objectives().completeness());
    new CompletenessSchedule(this, "Completeness", line.query().alias());
    alert(foundation, alertJar, settings, line, book);
    book.check();
    new LineDashboard(this, "Dashboard", config, settings, metrics, book.heard());
    Integer budget = settings.monthlyBudgetUsd();
    if (budget != null) {
      new SpendBudget(this, "Spend", config.stage(), budget, settings.ticket().emails());
    }
  }

  /** The topic to which alarms of the severity are published. */
  String topic(Severity severity) {
    return topics.receivers(severity).getTopicArn();
  }

  private void alert(
      Foundation foundation, Path jar, MonitoringSettings settings, Line line, AlarmBook book) {
    String own = settings.alerts().dashboard();
    AlertFunction alert =
        new AlertFunction(
            this,
            "AlertFunction",
            foundation,
            jar,
            settings,
            topics,
            new AlertFunction.Line(
                line.events(),
                line.rollups(),
                AlarmGroups.setting(book.told()),
                own == null ? line.dashboard() : own));
    book.direct(
        AlarmSpec.of(
                "alerts-lost",
                "alerts-lost",
                alert.lostAlerts(),
                0,
                "Alarms could not be told to all who should hear them.")
            .atOnce());
  }

  private static LineMetrics metrics(Line line) {
    return new LineMetrics(
        new LineMetrics.Sources(
            line.ingest().name(),
            line.query().name(),
            line.stream().stream().getStreamName(),
            line.ingest().feedId(),
            line.api().id(),
            Stream.<StoreTable>of(line.events(), line.rollups())
                .map(table -> new LineMetrics.Written(table.name(), table.indexes()))
                .toList()));
  }
}
