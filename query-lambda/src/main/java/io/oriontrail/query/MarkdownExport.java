package io.oriontrail.query;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A timeline as an incident note in Markdown: what happened, when, and which runs to look at. Names
 * are text of others, so what Markdown or HTML would make of them is taken away. Attributes are
 * left out: a note is passed on.
 */
final class MarkdownExport {
  /** More rows than this nobody reads in a note. */
  private static final int MAX_ROWS = 50;

  private static final String SPECIAL = "\\`*[]#|~";

  private final Timeline timeline;
  private final boolean payload;
  private final StringBuilder note = new StringBuilder(2_048);

  private MarkdownExport(Timeline timeline, boolean payload) {
    this.timeline = timeline;
    this.payload = payload;
  }

  static void write(Timeline timeline, TimelineJson.Payload payload, OutputStream out)
      throws IOException {
    String note = of(timeline, payload == TimelineJson.Payload.INCLUDED);
    out.write(note.getBytes(StandardCharsets.UTF_8));
  }

  /** {@code payload}: whether error messages may stand in it. */
  static String of(Timeline timeline, boolean payload) {
    MarkdownExport export = new MarkdownExport(timeline, payload);
    export.head();
    export.runs();
    export.errors();
    export.expected();
    export.quality();
    return export.note.toString();
  }

  private void head() {
    note.append("# ").append(text(timeline.verdict())).append("\n\n");
    fact("Account", code(timeline.key().accountId()));
    fact("Execution", code(timeline.key().executionId()));
    fact("Status", timeline.status().name() + " as of " + moment(timeline.asOf()));
    fact("Window", moment(timeline.startedAt()) + " to " + end());
    fact("Events", count(timeline.eventCount()) + ", runs " + count(timeline.runs().size()));
    if (!payload) {
      fact("Left out", "error messages: the one who made this note may not see them");
    }
  }

  private String end() {
    Instant ended = timeline.endedAt();
    if (ended == null) {
      return "now (not over; last event " + moment(timeline.lastEventAt()) + ")";
    }
    Long duration = timeline.durationNanos();
    return moment(ended) + " (" + ReadableTime.duration(duration == null ? 0 : duration) + ")";
  }

  /** The runs that explain something: failed, slow, open or otherwise odd. */
  private void runs() {
    List<Run> telling = timeline.runs().stream().filter(MarkdownExport::isTelling).toList();
    if (telling.isEmpty()) {
      note.append("\nNo run failed, was slow or is open.\n");
      return;
    }
    note.append("\n## Runs to look at\n\n");
    note.append(
        "| step | attempt | status | started (UTC) | took | usual p95 | code | service |\n");
    note.append("| --- | --- | --- | --- | --- | --- | --- | --- |\n");
    for (Run run : telling.subList(0, Math.min(MAX_ROWS, telling.size()))) {
      Baseline usual = run.baseline();
      List<String> cells = new ArrayList<>();
      cells.add(text(run.step()));
      cells.add(Integer.toString(run.attempt()));
      cells.add(status(run));
      cells.add(moment(run.startedAt()));
      Long took = run.durationNanos();
      cells.add(took == null ? "–" : ReadableTime.duration(took));
      cells.add(usual == null ? "–" : ReadableTime.duration(usual.p95Nanos()));
      cells.add(text(run.errorCode()));
      cells.add(text(run.service()));
      note.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
    if (telling.size() > MAX_ROWS) {
      note.append("\n… and ").append(telling.size() - MAX_ROWS).append(" more.\n");
    }
  }

  private static boolean isTelling(Run run) {
    return run.status() != RunStatus.SUCCEEDED || run.is(RunFlag.SLOW);
  }

  private static String status(Run run) {
    String status = run.status().name();
    if (Boolean.TRUE.equals(run.recovered())) {
      status += " (retried with success)";
    }
    return run.is(RunFlag.SLOW) ? status + " (slow)" : status;
  }

  private void errors() {
    List<Run> told =
        timeline.runs().stream().filter(run -> payload && run.errorMessage() != null).toList();
    if (told.isEmpty()) {
      return;
    }
    note.append("\n## Errors\n\n");
    for (Run run : told.subList(0, Math.min(MAX_ROWS, told.size()))) {
      note.append("- ").append(text(run.step())).append(", attempt ").append(run.attempt());
      note.append(": ").append(text(run.errorMessage())).append('\n');
    }
  }

  private void expected() {
    if (timeline.expected().isEmpty()) {
      return;
    }
    note.append("\n## Never seen\n\n");
    for (ExpectedStep step : timeline.expected()) {
      note.append("- ").append(text(step.step())).append(": ").append(step.state().name());
      if (!step.blockedBy().isEmpty()) {
        note.append(" by ").append(text(String.join(", ", step.blockedBy())));
      }
      note.append('\n');
    }
  }

  private void quality() {
    DataQuality quality = timeline.dataQuality();
    List<String> doubts = new ArrayList<>();
    doubt(doubts, timeline.duplicateCount(), "repeated events dropped");
    doubt(doubts, quality.startsMissing(), "starts missing");
    doubt(doubts, quality.endsMissing(), "ends missing");
    doubt(doubts, quality.clockSkews(), "clock skews");
    doubt(doubts, quality.unresolvedDependencies(), "dependencies that mean no run");
    doubt(doubts, quality.cutEvents(), "events cut to fit the store");
    doubt(doubts, quality.unreadableItems(), "items that are no events");
    if (timeline.truncated()) {
      doubts.add("events in the middle left out");
    }
    if (timeline.flags().contains(ExecutionFlag.PARTLY_EXPIRED)) {
      doubts.add("older events may have expired");
    }
    if (!doubts.isEmpty()) {
      note.append("\nData quality: ").append(String.join(", ", doubts)).append(".\n");
    }
  }

  private static void doubt(List<String> doubts, int count, String what) {
    if (count > 0) {
      doubts.add(count + " " + what);
    }
  }

  private void fact(String name, String value) {
    note.append("- **").append(name).append("**: ").append(value).append('\n');
  }

  private static String count(int number) {
    return Integer.toString(number);
  }

  private static String moment(Instant instant) {
    return ReadableTime.moment(instant);
  }

  /** In a code span nothing is markup but the backtick, and nothing may break the line. */
  private static String code(String value) {
    return "`" + value.replace('`', '\'') + "`";
  }

  /** On one line, with nothing in it that Markdown or HTML would take for markup. */
  static String text(@Nullable String value) {
    if (value == null) {
      return "";
    }
    StringBuilder plain = new StringBuilder(value.length() + 8);
    value
        .codePoints()
        .forEach(
            c -> {
              if (c == '<') {
                plain.append("&lt;");
              } else if (c == '>') {
                plain.append("&gt;");
              } else if (c == '&') {
                plain.append("&amp;");
              } else if (Character.isISOControl(c) || c == 0x2028 || c == 0x2029) {
                plain.append(' ');
              } else {
                if (c < 128 && SPECIAL.indexOf(c) >= 0) {
                  plain.append('\\');
                }
                plain.appendCodePoint(c);
              }
            });
    return plain.toString();
  }
}
