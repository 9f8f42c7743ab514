package io.oriontrail.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.oriontrail.store.FailureReader;
import io.oriontrail.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
final class FailureLookupTest {
  private final Incident incident = Incident.stored();

  @Test
  void ofAStep_countsItsCodesAndNamesTheWorstExecutions() {
    Failures found = incident.lookup(3).around(Alarms.AT, "VERIFY_IDENTITY");

    assertThat(found.from()).isEqualTo(Instant.parse("2026-11-28T02:00:00Z"));
    assertThat(found.share()).isEqualTo(new Failures.Share(34, 100));
    assertThat(found.codes()).hasSize(2);
    Failures.Code first = found.codes().getFirst();
    assertThat(first.errorCode()).isEqualTo("IDV_TIMEOUT");
    assertThat(first.failures()).isEqualTo(33);
    assertThat(first.executions()).isBetween(25L, 33L);
    assertThat(first.accounts()).isBetween(25L, first.executions());
    assertThat(found.codes().getLast().errorCode()).isEmpty();
    assertThat(found.executions()).hasSize(3);
    Failures.Execution worst = found.executions().getFirst();
    assertThat(worst.key().accountId()).isEqualTo("acct-7");
    assertThat(worst.failedRuns()).isEqualTo(3);
    assertThat(found.executions().get(1).key().accountId()).isEqualTo("acct-8");
    assertThat(found.executions().get(2).key().accountId()).as("the latest").isEqualTo("acct-40");
    assertThat(found.missing()).isEmpty();
  }

  @Test
  void ofNoStep_looksAtAllStepsButNotAtWholeExecutions() {
    Failures found = incident.lookup(10).around(Alarms.AT, null);

    assertThat(found.share()).isNull();
    assertThat(found.codes())
        .extracting(Failures.Code::step)
        .containsExactlyInAnyOrder("VERIFY_IDENTITY", "VERIFY_IDENTITY", "OPEN_ACCOUNT");
    assertThat(found.executions().getFirst().failedRuns()).isEqualTo(3);
  }

  @Test
  void executions_notWanted_areNotLookedFor() {
    assertThat(incident.lookup(0).around(Alarms.AT, null).executions()).isEmpty();
  }

  @Test
  void alarmToldDaysLater_isLookedUpAsOfItsOwnTime() {
    incident.clock.advance(Duration.ofDays(2));

    assertThat(incident.lookup(3).around(Alarms.AT, "VERIFY_IDENTITY").share())
        .isEqualTo(new Failures.Share(34, 100));
  }

  @Test
  void storeThatFails_isNamedAsMissing() {
    FailureReader failing =
        (query, after, limit) -> {
          throw new StoreException("no answer", new IllegalStateException());
        };
    Failures found =
        new FailureLookup(
                SilentRollups.failing(), failing, incident.clock, Duration.ofSeconds(60), 3)
            .around(Alarms.AT, "VERIFY_IDENTITY");

    assertThat(found.codes()).isEmpty();
    assertThat(found.missing())
        .containsExactly(
            "how many runs there were (StoreException)",
            "error codes and how many are concerned (StoreException)",
            "failing executions (StoreException)");
  }

  @Test
  void storeThatHangs_isWaitedForNoLongerThanThePatience() {
    incident.lookup(3).around(Alarms.AT, "VERIFY_IDENTITY"); // what is loaded is not waited for

    Failures found =
        new FailureLookup(
                SilentRollups.hanging(), incident.events, incident.clock, Duration.ofSeconds(5), 3)
            .around(Alarms.AT, "VERIFY_IDENTITY");

    assertThat(found.missing())
        .containsExactly(
            "how many runs there were (no answer within 5 s)",
            "error codes and how many are concerned (no answer within 5 s)");
    assertThat(found.executions()).as("what did answer").hasSize(3);
  }
}
