package io.oriontrail.alert;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Puts a message into words, for a mail or a chat: most telling first, no marks, plain links. */
final class MessageText {
  private static final DateTimeFormatter FULL =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final DashboardLinks links;

  MessageText(DashboardLinks links) {
    this.links = links;
  }

  /** One line, for a mail's subject. */
  String subject(Message message) {
    Failures failures = message.failures();
    String code =
        message.change().step() == null || failures == null || failures.codes().isEmpty()
            ? ""
            : failures.codes().getFirst().errorCode();
    return PlainText.subject(
        "%s %s: %s%s"
            .formatted(
                message.over() ? "[over]" : "[" + message.severity().word() + "]",
                message.stage(),
                message.alarm(),
                code.isEmpty() ? "" : ", " + code));
  }

  String body(Message message) {
    StringBuilder text = new StringBuilder();
    line(text, sentence(message));
    if (message.over()) {
      over(text, message);
    } else {
      line(
          text,
          "Since %s. Severity: %s. Stage: %s. Alarm: %s."
              .formatted(
                  FULL.format(message.since()),
                  message.severity().word(),
                  message.stage(),
                  message.alarm()));
      list(text, "In alarm within it", message.parts());
      list(text, "Earlier in the same trouble", message.with());
      failures(text, message);
    }
    text.append('\n');
    links(text, message);
    if (!message.change().reason().isEmpty()) {
      line(text, "CloudWatch says: %s".formatted(message.change().reason()));
    }
    message.notes().forEach(note -> line(text, "Note: %s".formatted(note)));
    return text.toString();
  }

  /** What is wrong, or that it no longer is. */
  static String sentence(Message message) {
    String meaning = message.change().meaning();
    return message.over() ? "It is over: " + meaning : meaning;
  }

  private static void over(StringBuilder text, Message message) {
    line(
        text,
        "From %s to %s (%s). Stage: %s. Last alarm: %s."
            .formatted(
                FULL.format(message.since()),
                FULL.format(message.change().at()),
                words(Duration.between(message.since(), message.change().at())),
                message.stage(),
                message.alarm()));
    list(text, "With it", message.with());
  }

  static String words(Duration duration) {
    if (duration.toMinutes() < 1) {
      return duration.toSeconds() + " s";
    }
    return duration.toHours() < 1
        ? duration.toMinutes() + " min"
        : "%d h %d min".formatted(duration.toHours(), duration.toMinutesPart());
  }

  private static void list(StringBuilder text, String label, Collection<String> names) {
    if (!names.isEmpty()) {
      line(text, "%s: %s.".formatted(label, String.join(", ", names)));
    }
  }

  private void failures(StringBuilder text, Message message) {
    Failures failures = message.failures();
    if (failures == null) {
      return;
    }
    text.append('\n');
    codes(text, message.change().step(), failures);
    if (!failures.executions().isEmpty()) {
      line(text, "Failing executions, those with most failed runs first:");
      failures.executions().forEach(execution -> execution(text, execution));
    }
    failures.missing().forEach(what -> line(text, "Could not be found out: %s.".formatted(what)));
  }

  private void codes(StringBuilder text, @Nullable String step, Failures failures) {
    String from = HOUR.format(failures.from());
    Failures.Share share = failures.share();
    if (step != null && share != null) {
      line(
          text,
          "Of %s runs of %s since %s, %s failed (%s %%)."
              .formatted(
                  number(share.ended()), step, from, number(share.failed()), percent(share)));
    } else if (!failures.codes().isEmpty()) {
      line(
          text,
          (step == null
                  ? "What failed in Orion since %s, whether or not it belongs to this:"
                  : "What failed of it since %s:")
              .formatted(from));
    }
    for (Failures.Code code : failures.codes()) {
      line(
          text,
          "- %s: %s %s in about %s %s of %s %s"
              .formatted(
                  name(code, step),
                  number(code.failures()),
                  count(code.failures(), "failure"),
                  number(code.executions()),
                  count(code.executions(), "execution"),
                  number(code.accounts()),
                  count(code.accounts(), "account")));
      text.append("  ").append(links.blastRadius(code.step(), code.errorCode())).append('\n');
    }
    if (failures.codes().isEmpty() && failures.missing().isEmpty()) {
      line(text, "No run%s failed since %s.".formatted(step == null ? "" : " of " + step, from));
    }
  }

  private static String name(Failures.Code code, @Nullable String step) {
    String error = code.errorCode().isEmpty() ? "no error code" : code.errorCode();
    return step == null ? code.step() + ", " + error : error;
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String count(long number, String noun) {
    return number == 1 ? noun : noun + "s";
  }

  private static String percent(Failures.Share share) {
    double percent = share.ended() == 0 ? 0 : 100.0 * share.failed() / share.ended();
    return String.format(Locale.ROOT, "%.1f", percent);
  }

  private void execution(StringBuilder text, Failures.Execution execution) {
    line(
        text,
        "- account %s, execution %s: %d failed %s, last %s%s at %s"
            .formatted(
                execution.key().accountId(),
                execution.key().executionId(),
                execution.failedRuns(),
                count(execution.failedRuns(), "run"),
                execution.step(),
                execution.errorCode() == null ? "" : " (" + execution.errorCode() + ")",
                TIME.format(execution.at())));
    text.append("  ").append(links.execution(execution.key())).append('\n');
  }

  private void links(StringBuilder text, Message message) {
    if (!message.over()) {
      text.append("Latest failures: ").append(links.failures(message.change().step(), null));
      text.append('\n');
    }
    if (message.change().runbook() != null) {
      text.append("Runbook: ").append(message.change().runbook()).append('\n');
    }
    String console = ConsoleLink.of(message.change());
    if (console != null) {
      text.append("CloudWatch: ").append(console).append('\n');
    }
  }

  /** A line in which all that others wrote is plain. */
  private static void line(StringBuilder text, String words) {
    text.append(PlainText.of(words)).append('\n');
  }
}
