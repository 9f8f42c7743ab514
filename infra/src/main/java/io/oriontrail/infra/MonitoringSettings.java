package io.oriontrail.infra;

import io.oriontrail.ingest.IngestConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When whom is told what about a stage.
 *
 * @param page who is woken
 * @param ticket who looks within a working day
 * @param runbooks the address under which docs/runbooks/ is read, with its last slash
 * @param off names of alarms that the stage does without
 * @param iteratorAgeWarning how far ingest may be behind the stream before somebody should look
 * @param iteratorAge the same before somebody is woken
 * @param freshnessP99 how long events may take into the store, 99 of 100
 * @param errorPercent of invocations or requests that may fail
 * @param quarantinePercent of pieces that may be unfit before somebody is woken
 * @param queryP99 how long answers may take, 99 of 100
 * @param silence without any record before somebody is woken; null where silence is usual
 * @param steps whose share of failed runs is watched; each is two metrics and an alarm
 * @param bandWidth of what is usual for that share, in standard deviations
 * @param monthlyBudgetUsd null for none
 * @param severities of alarms for which the stage thinks otherwise, by name
 * @param alerts how alarms become messages
 */
record MonitoringSettings(
    AlertReceivers page,
    AlertReceivers ticket,
    String runbooks,
    List<String> off,
    Duration iteratorAgeWarning,
    Duration iteratorAge,
    Duration freshnessP99,
    double errorPercent,
    double quarantinePercent,
    Duration queryP99,
    @Nullable Duration silence,
    List<String> steps,
    double bandWidth,
    Objectives objectives,
    @Nullable Integer monthlyBudgetUsd,
    Map<String, Severity> severities,
    AlertSettings alerts) {
  private static final Pattern BASE = Pattern.compile("(https://\\S+|[^\\s:]+)/");
  private static final Pattern NAME = Pattern.compile("\\S+");

  /** As ingest reads it: with commas between. CloudWatch takes dimensions of printable ASCII. */
  private static final Pattern STEP = Pattern.compile("[!-+\\--~]{1,128}");

  private static final Duration SECOND = Duration.ofSeconds(1);

  static MonitoringSettings from(ConfigSection section, StreamSettings stream) {
    AlertReceivers ticket = section.section("ticket", AlertReceivers::from);
    Duration warning =
        section.duration("iteratorAgeWarning", SECOND, stream.retention(), Duration.ofMinutes(1));
    Integer budget = section.optionalInteger("monthlyBudgetUsd", 1, 100_000_000);
    if (budget != null && ticket.emails().isEmpty()) {
      throw section.refused(
          "monthlyBudgetUsd",
          budget,
          "one only beside ticket.emails, as AWS" + " Budgets writes to those");
    }
    MonitoringSettings settings =
        new MonitoringSettings(
            section.section("page", AlertReceivers::from),
            ticket,
            runbooks(section),
            section.optionalTexts("off", NAME, "an alarm's name such as quarantine-depth"),
            warning,
            section.duration("iteratorAge", warning, stream.retention(), Duration.ofMinutes(15)),
            section.duration("freshnessP99", SECOND, Duration.ofHours(1), Duration.ofSeconds(30)),
            section.decimal("errorPercent", 0, 100, 1),
            section.decimal("quarantinePercent", 0, 100, 0.01),
            section.duration("queryP99", SECOND, Duration.ofSeconds(29), SECOND),
            silence(section),
            section.optionalTexts("steps", STEP, "a step's name of ASCII, without commas"),
            section.decimal("bandWidth", 1, 10, 3),
            section.section("objectives", Objectives::from),
            budget,
            severities(section),
            section.section("alerts", AlertSettings::from));
    settings.check(section);
    return settings;
  }

  private static Map<String, Severity> severities(ConfigSection section) {
    Map<String, Severity> severities = new TreeMap<>();
    section
        .textsByKey("severities")
        .forEach(
            (alarm, text) -> {
              Severity severity = Severity.named(text);
              if (severity == null) {
                throw section.refused("severities." + alarm, text, "page or ticket");
              }
              severities.put(alarm, severity);
            });
    return severities;
  }

  private static String runbooks(ConfigSection section) {
    String base =
        section.optionalText(
            "runbooks",
            BASE,
            "the address of docs/runbooks in your repository, with a / at its end");
    return base == null ? "docs/runbooks/" : base;
  }

  private static @Nullable Duration silence(ConfigSection section) {
    // Zero stands for none: a stage may be quiet at night.
    Duration silence =
        section.duration("silence", Duration.ZERO, Duration.ofHours(24), Duration.ZERO);
    if (silence.toSecondsPart() != 0) {
      throw section.refused("silence", silence, "a duration of whole minutes");
    }
    return silence.isZero() ? null : silence;
  }

  private void check(ConfigSection section) {
    if (steps.size() > IngestConfig.MAX_STEP_METRICS) {
      throw section.refused(
          "steps", steps.size() + " names", "at most " + IngestConfig.MAX_STEP_METRICS);
    }
    if (steps.stream().distinct().count() != steps.size()) {
      throw section.refused("steps", String.join(", ", steps), "each step once");
    }
  }
}
