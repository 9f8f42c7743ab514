package io.oriontrail.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that one stage is configured by, read from {@code infra/stages/<stage>.yaml}. What a setting
 * means and why its default is what it is stands in docs/DEPLOY.md.
 *
 * @param account null to deploy into the account of the caller's credentials
 * @param keepData whether table, stream, buckets and logs outlive the stack
 * @param logRetentionDays of every log group and of the access logs
 * @param setAsideDays how long quarantined events and given-up batches are kept
 * @param monitoring null for a stage without alarms, objectives and dashboard
 * @param archive null for a stage that keeps events no longer than its table does
 * @param audit null for a stage that keeps its audit in the table alone
 * @param customerKey whether a KMS key of our own encrypts what holds events
 */
record StageConfig(
    String stage,
    @Nullable String account,
    String region,
    boolean keepData,
    boolean customerKey,
    int logRetentionDays,
    int setAsideDays,
    Map<String, String> tags,
    StreamSettings stream,
    TableSettings table,
    IngestSettings ingest,
    QuerySettings query,
    DashboardSettings dashboard,
    @Nullable MonitoringSettings monitoring,
    @Nullable ArchiveSettings archive,
    @Nullable AuditSettings audit) {
  private static final Pattern STAGE = Pattern.compile("[a-z][a-z0-9-]{0,19}");
  private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
  private static final Pattern REGION = Pattern.compile("[a-z]{2}(-[a-z]+)+-\\d");

  /** Who holds the keys that encrypt. */
  private enum Encryption {
    AWS_MANAGED,
    CUSTOMER_KEY
  }

  /** Reads the stage's file in the folder; an unknown stage is refused with those that exist. */
  static StageConfig load(Path folder, String stage) {
    Path file = folder.resolve(stage + ".yaml");
    if (!STAGE.matcher(stage).matches() || !Files.isRegularFile(file)) {
      throw new SetupException(
          "no stage '%s'; infra/stages has %s, and a file <stage>.yaml there (at most 20 of a-z, 0-9 and '-') makes another"
              .formatted(stage, String.join(", ", stages(folder))));
    }
    return ConfigSection.read(file, section -> from(section, stage));
  }

  /** A stage that lies in no file. */
  static StageConfig parse(String stage, String yaml) {
    return ConfigSection.parse(stage + ".yaml", yaml, section -> from(section, stage));
  }

  /** The names of the stages that have a file in the folder, sorted. */
  static List<String> stages(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(".yaml"))
          .map(name -> name.substring(0, name.length() - ".yaml".length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
  }

  private static StageConfig from(ConfigSection section, String stage) {
    StreamSettings stream = section.section("stream", s -> StreamSettings.from(s, stage));
    QuerySettings query = section.section("query", QuerySettings::from);
    return new StageConfig(
        stage,
        section.optionalText("account", ACCOUNT, "an account id of 12 digits"),
        // No default: where the data lives is a decision.
        section.text("region", REGION, "a region such as eu-west-1"),
        section.flag("keepData", true),
        section.choice("encryption", Encryption.class, Encryption.AWS_MANAGED)
            == Encryption.CUSTOMER_KEY,
        section.oneOf("logRetentionDays", LogRetention.days(), 30),
        section.integer("setAsideDays", 1, 3650, 30),
        section.textsByKey("tags"),
        stream,
        section.section("table", TableSettings::from),
        section.section("ingest", s -> IngestSettings.from(s, stream)),
        query,
        section.section("dashboard", s -> DashboardSettings.from(s, query.oidc())),
        section.optionalSection("monitoring", s -> MonitoringSettings.from(s, stream)),
        section.optionalSection("archive", s -> ArchiveSettings.from(s, stream)),
        section.optionalSection("audit", AuditSettings::from));
  }
}
