package io.oriontrail.alert;

import static io.oriontrail.alert.Severity.PAGE;
import static io.oriontrail.alert.Severity.TICKET;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One trouble is one message to each severity, and one more when it is over. */
final class GroupTest {
  private static final Duration LASTING = Duration.ofHours(4);
  private Group group = Group.NONE;

  private static Instant minute(int minute) {
    return Alarms.AT.plus(Duration.ofMinutes(minute));
  }

  private Set<Severity> after(AlarmChange change, Severity severity) {
    Group.Step step = group.after(change, severity, LASTING);
    group = step.group();
    return step.to();
  }

  @Test
  void outageOfManyAlarms_isToldOnceAndEndsWithTheLastOfThem() {
    assertThat(after(Alarms.alarm("unhealthy", minute(0)), PAGE)).containsExactly(PAGE);
    assertThat(after(Alarms.alarm("freshness", minute(1)), TICKET)).isEmpty();
    assertThat(after(Alarms.alarm("slo-fast", minute(2)), PAGE)).isEmpty();
    assertThat(after(Alarms.ok("unhealthy", minute(10)), PAGE)).isEmpty();
    assertThat(after(Alarms.ok("slo-fast", minute(11)), PAGE)).isEmpty();
    assertThat(after(Alarms.ok("freshness", minute(12)), TICKET)).containsExactly(PAGE);
    assertThat(group.since()).isNull();
  }

  @Test
  void troubleThatGetsWorse_isToldAgainToWhoIsWokenAndEndsForBoth() {
    assertThat(after(Alarms.alarm("freshness", minute(0)), TICKET)).containsExactly(TICKET);
    assertThat(after(Alarms.alarm("unhealthy", minute(5)), PAGE)).containsExactly(PAGE);
    assertThat(after(Alarms.alarm("throttles", minute(6)), TICKET)).isEmpty();
    after(Alarms.ok("freshness", minute(7)), TICKET);
    after(Alarms.ok("throttles", minute(7)), TICKET);
    assertThat(after(Alarms.ok("unhealthy", minute(9)), PAGE)).containsOnly(PAGE, TICKET);
  }

  @Test
  void anotherDeliveryOfAChange_comesToTheSame() {
    AlarmChange alarm = Alarms.alarm("unhealthy", minute(0));
    assertThat(after(alarm, PAGE)).containsExactly(PAGE);
    Group before = group;
    assertThat(after(alarm, PAGE)).containsExactly(PAGE);
    assertThat(group).isEqualTo(before);

    AlarmChange ok = Alarms.ok("unhealthy", minute(3));
    assertThat(after(ok, PAGE)).containsExactly(PAGE);
    assertThat(after(ok, PAGE)).containsExactly(PAGE);
  }

  @Test
  void changeThatWasOvertaken_isLeftAside() {
    after(Alarms.alarm("unhealthy", minute(0)), PAGE);
    after(Alarms.ok("unhealthy", minute(5)), PAGE);

    assertThat(after(Alarms.alarm("unhealthy", minute(4)), PAGE)).isEmpty();
    assertThat(group.since()).isNull();
  }

  /** A new alarm begins without data and then is well: sixty of them make no sixty messages. */
  @Test
  void okOfWhatNeverAlarmed_isNotTold() {
    assertThat(after(Alarms.ok("unhealthy", minute(0)), PAGE)).isEmpty();
  }

  @Test
  void alarmWhoseEndWasMissed_keepsOthersQuietForAWhileOnly() {
    after(Alarms.alarm("unhealthy", minute(0)), PAGE);
    assertThat(after(Alarms.alarm("slo-fast", minute(239)), PAGE)).isEmpty();
    after(Alarms.ok("slo-fast", minute(240)), PAGE);

    assertThat(after(Alarms.alarm("slo-fast", minute(300)), PAGE)).containsExactly(PAGE);
  }

  @Test
  void sameAlarmAgainAfterAMissedEnd_isToldAgain() {
    after(Alarms.alarm("unhealthy", minute(0)), PAGE);

    assertThat(after(Alarms.alarm("unhealthy", minute(30)), PAGE)).containsExactly(PAGE);
  }

  @Test
  void message_namesWhatElseBelongsToTheTrouble() {
    after(Alarms.alarm("freshness", minute(0)), TICKET);
    after(Alarms.ok("freshness", minute(1)), TICKET);
    after(Alarms.alarm("unhealthy", minute(60)), PAGE);
    after(Alarms.alarm("throttles", minute(61)), TICKET);
    Group.Step end = group.after(Alarms.ok("unhealthy", minute(70)), PAGE, LASTING);

    assertThat(end.group().besides("orion-trail-production-unhealthy", end.since()))
        .containsExactly("orion-trail-production-throttles");
  }

  /**
   * Any order of alarms going on and off: while one is on, each severity is told at most once, a
   * ticket never after a page; when none is left, those who were told and nobody else are told so.
   */
  @Test
  void anyCourse_tellsEachSeverityOncePerTrouble() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      group = Group.NONE;
      Set<Severity> told = EnumSet.noneOf(Severity.class);
      List<String> open = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        int number = random.nextInt(6);
        String name = "alarm-" + number;
        Severity severity = number % 2 == 0 ? PAGE : TICKET;
        boolean on = !open.contains(name);
        Set<Severity> to =
            after(on ? Alarms.alarm(name, minute(i)) : Alarms.ok(name, minute(i)), severity);
        if (on) {
          boolean due = !told.contains(PAGE) && !told.contains(severity);
          assertThat(to).as("seed %d, %d", seed, i).isEqualTo(due ? Set.of(severity) : Set.of());
          told.addAll(to);
          open.add(name);
        } else {
          open.remove(name);
          assertThat(to).as("seed %d, %d", seed, i).isEqualTo(open.isEmpty() ? told : Set.of());
          if (open.isEmpty()) {
            told.clear();
          }
        }
      }
    }
  }
}
