package io.oriontrail.local.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * For every alarm that is deployed, the fault that it is there for is run, and the metrics that
 * come of it raise it; without a fault they raise none.
 */
@Timeout(120)
final class AlarmFaultsTest {
  private static final Path TABLE =
      Path.of(System.getProperty("orion.root")).resolve("docs/ALARMS.md");

  @ParameterizedTest
  @EnumSource
  void fault_raisesItsAlarmsByTheFiguresInTheDocs(AlarmFault fault) throws IOException {
    Map<String, Double> raised = fault.run();

    assertThat(raised.keySet()).containsAll(fault.raises());
    String table = Files.readString(TABLE);
    for (String name : fault.raises()) {
      assertThat(table).contains(row(fault, name, raised.getOrDefault(name, 0.0)));
    }
  }

  private static String row(AlarmFault fault, String name, double figure) {
    WatchedAlarm alarm = WatchedAlarm.book().get(name);
    assertThat(alarm).as(name).isNotNull();
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
    run.minutes(30, minute -> run.putUsual());
    assertThat(run.figures()).isEmpty();

    assertThat(new QueryRun().minutes(30).figures().keySet())
        .as("but for the silence of an ingest that is not run here")
        .isSubsetOf("silence");
  }

  @Test
  void everyDeployedAlarm_hasAFaultOrIsNamedAsNotShown() throws IOException {
    Set<String> covered = new TreeSet<>(AlarmFault.NOT_SHOWN.keySet());
    for (AlarmFault fault : AlarmFault.values()) {
      assertThat(fault.raises()).doesNotContainAnyElementsOf(AlarmFault.NOT_SHOWN.keySet());
      covered.addAll(fault.raises());
    }

    assertThat(covered).isEqualTo(WatchedAlarm.book().keySet());
    String table = Files.readString(TABLE);
    AlarmFault.NOT_SHOWN.forEach(
        (name, why) ->
            assertThat(table).contains("| `%s` | not shown here: %s |".formatted(name, why)));
  }
}
