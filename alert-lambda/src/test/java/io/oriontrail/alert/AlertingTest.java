package io.oriontrail.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** From an alarm to what people read. */
final class AlertingTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DASHBOARD = "https://dashboard.example.com/";

  private final Incident incident = Incident.stored();
  private final HeldChannel page = new HeldChannel("topic");
  private final HeldChannel chat = new HeldChannel("chat");
  private final HeldChannel ticket = new HeldChannel("topic");

  private Alerting alerting(GroupStore store) {
    return alerting(store, incident.lookup(2));
  }

  private Alerting alerting(GroupStore store, FailureLookup lookup) {
    return new Alerting(
        new Alerting.Parts(
            "production",
            Map.of("ingest-unhealthy", "ingest", "freshness", "ingest"),
            Duration.ofHours(4),
            store,
            lookup,
            new DashboardLinks(DASHBOARD),
            Map.of(Severity.PAGE, List.of(page, chat), Severity.TICKET, List.of(ticket))));
  }

  @Test
  void alarmOnAStep_becomesOneMessageWithAllThatIsKnown() {
    alerting(new InMemoryGroupStore())
        .take(Alarms.read(Alarms.step("VERIFY_IDENTITY", Alarms.AT)), Severity.TICKET);

    assertThat(ticket.sent).hasSize(1);
    Channel.Telling told = ticket.sent.getFirst();
    assertThat(told.subject())
        .isEqualTo("[ticket] production: step-failures-VERIFY_IDENTITY, IDV_TIMEOUT");
    Failures.Code timeouts =
        incident.lookup(0).around(Alarms.AT, "VERIFY_IDENTITY").codes().getFirst();
    assertThat(told.text())
        .isEqualTo(
            """
            Runs of step VERIFY_IDENTITY fail more often than is usual for it.
            Since 2026-11-28 03:12:05 UTC. Severity: ticket. Stage: production. Alarm: step-failures-VERIFY_IDENTITY.

            Of 100 runs of VERIFY_IDENTITY since 02:00 UTC, 34 failed (34.0 %%).
            - IDV_TIMEOUT: 33 failures in about %d executions of %d accounts
              https://dashboard.example.com/?page=blast&step=VERIFY_IDENTITY&code=IDV_TIMEOUT
            - no error code: 1 failure in about 1 execution of 1 account
              https://dashboard.example.com/?page=blast&step=VERIFY_IDENTITY
            Failing executions, those with most failed runs first:
            - account acct-7, execution exec 7: 3 failed runs, last VERIFY_IDENTITY (IDV_TIMEOUT) at 03:07:12 UTC
              https://dashboard.example.com/?account=acct-7&execution=exec%%207
            - account acct-8, execution exec 8: 2 failed runs, last VERIFY_IDENTITY (IDV_TIMEOUT) at 03:07:13 UTC
              https://dashboard.example.com/?account=acct-8&execution=exec%%208

            Latest failures: https://dashboard.example.com/?page=failures&step=VERIFY_IDENTITY
            Runbook: https://git.example.com/runbooks/step-failures.md
            CloudWatch: https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#alarmsV2:alarm/orion-trail-production-step-failures-VERIFY_IDENTITY
            CloudWatch says: Thresholds Crossed: 2 out of the last 3 datapoints were greater than the upper thresholds.
            """
                .formatted(timeouts.executions(), timeouts.accounts()));
    assertThat(page.sent).isEmpty();
  }

  @Test
  void pager_getsTheAlarmAsItWasWithAllThatIsKnownBeside() throws IOException {
    String alarm = Alarms.step("VERIFY_IDENTITY", Alarms.AT);
    alerting(new InMemoryGroupStore()).take(Alarms.read(alarm), Severity.TICKET);

    JsonNode told = JSON.readTree(ticket.sent.getFirst().json());
    JsonNode ours = told.path("OrionTrail");
    JSON.readTree(alarm)
        .properties()
        .forEach(field -> assertThat(told.path(field.getKey())).isEqualTo(field.getValue()));
    assertThat(ours.path("state").asText()).isEqualTo("open");
    assertThat(ours.path("step").asText()).isEqualTo("VERIFY_IDENTITY");
    assertThat(ours.at("/codes/0/errorCode").asText()).isEqualTo("IDV_TIMEOUT");
    assertThat(ours.at("/codes/0/failures").asInt()).isEqualTo(33);
    assertThat(ours.at("/executions/0/link").asText())
        .isEqualTo(DASHBOARD + "?account=acct-7&execution=exec%207");
    assertThat(ours.path("runbook").asText())
        .isEqualTo("https://git.example.com/runbooks/step-failures.md");
    assertThat(ours.path("text").asText()).isEqualTo(ticket.sent.getFirst().text());
  }

  @Test
  void compositeAlarm_namesItsPartsAndWhatElseFails() {
    alerting(new InMemoryGroupStore())
        .take(
            Alarms.read(
                Alarms.composite(
                    "ingest-unhealthy", Alarms.AT, List.of("iterator-age", "ingest-errors"))),
            Severity.PAGE);

    assertThat(page.sent.getFirst().text())
        .startsWith("Events do not get into the table as they should.\n")
        .contains("\nIn alarm within it: ingest-errors, iterator-age.\n")
        .contains("\nWhat failed in Orion since 02:00 UTC, whether or not it belongs to this:\n")
        .contains("\n- VERIFY_IDENTITY, IDV_TIMEOUT: 33 failures ")
        .contains("\nRunbook: docs/runbooks/ingest-unhealthy.md\n");
    assertThat(chat.sent).isEqualTo(page.sent);
  }

  @Test
  void outage_isOneMessageAndOneWhenItIsOver() {
    Alerting alerting = alerting(new InMemoryGroupStore());
    Instant begin = Alarms.AT;
    alerting.take(Alarms.alarm("ingest-unhealthy", begin), Severity.PAGE);
    alerting.take(Alarms.alarm("freshness", begin.plusSeconds(120)), Severity.TICKET);
    alerting.take(Alarms.ok("ingest-unhealthy", begin.plusSeconds(600)), Severity.PAGE);
    alerting.take(Alarms.ok("freshness", begin.plusSeconds(4_000)), Severity.TICKET);

    assertThat(ticket.sent).isEmpty();
    assertThat(page.sent).hasSize(2);
    assertThat(page.sent.getLast().subject()).isEqualTo("[over] production: freshness");
    assertThat(page.sent.getLast().text())
        .startsWith("It is over: It is bad.\n")
        .contains(
            "From 2026-11-28 03:12:05 UTC to 2026-11-28 04:18:45 UTC (1 h 6 min)."
                + " Stage: production. Last alarm: freshness.\nWith it: ingest-unhealthy.\n");
  }

  @Test
  void channelThatRefuses_isTriedAgainWithoutTheOthers() {
    Alerting alerting = alerting(new InMemoryGroupStore());
    chat.refuses = true;
    AlarmChange change = Alarms.alarm("ingest-unhealthy", Alarms.AT);

    assertThat(alerting.take(change, Severity.PAGE).failed())
        .containsExactly("page/chat: it answered 500");
    chat.refuses = false;
    assertThat(alerting.take(change, Severity.PAGE).failed()).isEmpty();

    assertThat(chat.sent).hasSize(1);
    assertThat(page.sent).as("once, though it was called twice").hasSize(1);
  }

  @Test
  void storeOfGroupsThatFails_letsEveryAlarmThroughAndSaysSo() {
    Alerting alerting = alerting(new FailingGroupStore());
    alerting.take(Alarms.alarm("ingest-unhealthy", Alarms.AT), Severity.PAGE);
    alerting.take(Alarms.alarm("freshness", Alarms.AT), Severity.TICKET);
    alerting.take(Alarms.ok("freshness", Alarms.AT.plusSeconds(60)), Severity.TICKET);

    assertThat(page.sent).hasSize(1);
    assertThat(ticket.sent).hasSize(2);
    assertThat(page.sent.getFirst().text())
        .endsWith("Note: this may repeat what you know, because groups could not be read\n");
  }

  @Test
  void groupThatOthersKeepChanging_isToldRatherThanLost() {
    GroupStore contested =
        new FailingGroupStore() {
          @Override
          public Versioned read(String name) {
            return new Versioned(Group.NONE, 1);
          }

          @Override
          public boolean write(String name, Group group, long version) {
            return false;
          }
        };

    alerting(contested).take(Alarms.alarm("ingest-unhealthy", Alarms.AT), Severity.PAGE);

    assertThat(page.sent).hasSize(1);
  }

  @Test
  void lookupThatFails_leavesAMessageThatSaysWhatIsMissing() {
    FailureLookup failing =
        new FailureLookup(
            SilentRollups.failing(), incident.events, incident.clock, Duration.ofSeconds(60), 0);

    Alerting.Told told =
        alerting(new InMemoryGroupStore(), failing)
            .take(Alarms.read(Alarms.step("VERIFY_IDENTITY", Alarms.AT)), Severity.TICKET);

    assertThat(told.told()).isEqualTo(Set.of(Severity.TICKET));
    assertThat(told.notes()).hasSize(2);
    assertThat(ticket.sent.getFirst().text())
        .contains(
            "\nCould not be found out: error codes and how many are concerned (StoreException).\n")
        .contains("\nLatest failures: https://")
        .doesNotContain("No run of VERIFY_IDENTITY failed");
  }

  @Test
  void textsOfOthers_callNobodyAndBreakNothing() {
    String alarm =
        Alarms.step("VERIFY_IDENTITY", Alarms.AT)
            .replace("Thresholds Crossed", "<!channel> @here `x`\\u0007\\nB");

    alerting(new InMemoryGroupStore()).take(Alarms.read(alarm), Severity.TICKET);

    assertThat(ticket.sent.getFirst().text())
        .contains("CloudWatch says: ‹!channel› ＠here 'x'  B: 2 out of")
        .doesNotContain("<", "@", "secret of the payload");
    assertThat(PlainText.subject("ß\n" + "x".repeat(200))).hasSize(99).startsWith("? xxx");
  }

  @Test
  void whatIsNoAlarm_isPassedOnAsItIs() {
    alerting(new InMemoryGroupStore()).pass("id-1", "Hello", "a trial", Severity.PAGE);

    assertThat(page.sent)
        .containsExactly(new Channel.Telling("production: Hello", "a trial", "a trial"));
  }

  /** Cannot be reached. */
  private static class FailingGroupStore implements GroupStore {
    private static StateException down() {
      return new StateException("down", new IllegalStateException());
    }

    @Override
    public Versioned read(String name) {
      throw down();
    }

    @Override
    public boolean write(String name, Group group, long version) {
      throw down();
    }

    @Override
    public Set<String> takenBy(String messageId) {
      throw down();
    }

    @Override
    public void taken(String messageId, String channel) {
      throw down();
    }
  }
}
