package io.oriontrail.local.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * For every alarm that is deployed, the fault that it is there for is run, and the metrics that
 * come of it raise it; without a fault they raise none.
 */
@Timeout(900)
final class AlarmFaultsTest {
  private static final Path TABLE =
      Path.of(System.getProperty("orion.root")).resolve("docs/ALARMS.md");

  private static final Set<String> ROWS = new TreeSet<>();

  @ParameterizedTest
  @EnumSource
  void fault_raisesItsAlarmsByTheFiguresInTheDocs(AlarmFault fault) throws IOException {
    Map<String, Double> raised = fault.run();

    assertThat(raised.keySet()).containsAll(fault.raises());
    String table = Files.readString(TABLE);
    for (String name : fault.raises()) {
      double figure = raised.getOrDefault(name, 0.0);
      ROWS.add(row(fault, name, figure));
      assertThat(documented(table, fault, name))
          .as("%s by %s; local-run/target/alarms.md has all rows as they are", name, fault)
          .isBetween(figure / 2, figure * 2);
    }
  }

  /** The figure in the docs, in a row that says all else as it is. */
  private static double documented(String table, AlarmFault fault, String name) {
    String[] parts = row(fault, name, 7_777_777).split("7,777,777", -1);
    Pattern row =
        parts.length == 1
            ? Pattern.compile("()" + Pattern.quote(parts[0]))
            : Pattern.compile(Pattern.quote(parts[0]) + "([0-9.,]+)" + Pattern.quote(parts[1]));
    Matcher found = row.matcher(table);
    assertThat(found.find()).as("a row such as %s", row).isTrue();
    return found.group(1).isEmpty() ? 1 : Double.parseDouble(found.group(1).replace(",", ""));
  }

  @AfterAll
  static void keepRows() throws IOException {
    Path target = Path.of(System.getProperty("orion.root")).resolve("local-run/target");
    Files.write(Files.createDirectories(target).resolve("alarms.md"), ROWS);
  }

  private static String row(AlarmFault fault, String name, double figure) {
    WatchedAlarm alarm = Objects.requireNonNull(WatchedAlarm.book().get(name), name);
    String reached =
        alarm.isComposite() ? "its parts | – |" : plain(figure) + " | " + limit(alarm) + " |";
    return "| `%s` | %s | %s".formatted(name, fault.what(), reached);
  }

  private static String limit(WatchedAlarm alarm) {
    String sign = alarm.text("comparison").equals("LessThanThreshold") ? "< " : "> ";
    return sign
        + plain(AlarmRun.limit(alarm))
        + (alarm.text("band").isEmpty() ? "" : " (the harness's band)");
  }

  private static String plain(double figure) {
    if (figure == Math.rint(figure)) {
      return String.format(Locale.ROOT, "%,d", (long) figure);
    }
    return String.format(Locale.ROOT, figure < 1 ? "%.3f" : "%.1f", figure);
  }

  @Test
  void withoutAFault_noAlarmIsRaised() {
    AlarmRun run = AlarmRun.create();
    run.usualMinutes(30);
    assertThat(run.figures()).isEmpty();

    assertThat(new QueryRun().minutes(30).figures().keySet())
        .as("but for the silence of an ingest that is not run here")
        .isSubsetOf("silence");
    assertThat(new ArchiveRun().minutes(30).figures().keySet()).isSubsetOf("silence");
    assertThat(new AuditCopyRun().minutes(30).figures().keySet()).isSubsetOf("silence");
  }

  @Test
  void hoursInWhichAllEventsArrive_raiseNothing() {
    AlarmRun run = CompletenessFault.ofTwoHours(Integer.MAX_VALUE);

    assertThat(run.figures()).isEmpty();
    assertThat(CompletenessFault.numbered(run)).isEqualTo(120.0 * AlarmRun.EVENTS);
  }

  @Test
  void queriesThatComeTogetherWhereThereIsRoom_raiseNothing() {
    QueryRun run = new QueryRun();
    run.comeTogether(10);

    assertThat(run.minutes(30).figures().keySet()).isSubsetOf("silence");
  }

  @Test
  void everyDeployedAlarm_hasAFault() {
    Set<String> covered = new TreeSet<>();
    for (AlarmFault fault : AlarmFault.values()) {
      covered.addAll(fault.raises());
    }

    assertThat(covered).isEqualTo(WatchedAlarm.book().keySet());
  }
}
