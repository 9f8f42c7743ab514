package io.oriontrail.local.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FaultScriptTest {
  private static final Call PUT = new Call(Call.PUT_RECORDS, 1, 500, 1_000);

  private long now;

  private FaultPlan plan(String script) {
    return FaultScript.parse(script, () -> now, 1);
  }

  @Test
  void counted_statements_followOneAnother_andThenAllIsWell() {
    FaultPlan plan = plan("2x silence; 1x error 503 ServiceUnavailable busy now # a comment\n\n");
    assertThat(List.of(plan.faultFor(PUT), plan.faultFor(PUT))).containsOnly(new Fault.Silence());
    assertThat(plan.faultFor(PUT)).isEqualTo(Fault.error(503, "ServiceUnavailable", "busy now"));
    assertThat(plan.faultFor(PUT)).isEqualTo(Fault.none());
  }

  @Test
  void timed_statement_beginsWithItsFirstRequest() {
    FaultPlan plan = plan("3s delay 200ms; denied");
    now = Duration.ofHours(1).toNanos();
    assertThat(plan.faultFor(PUT)).isEqualTo(Fault.answeredAfter(Duration.ofMillis(200)));
    now += Duration.ofMillis(2_999).toNanos();
    assertThat(plan.faultFor(PUT)).isEqualTo(Fault.answeredAfter(Duration.ofMillis(200)));
    now += Duration.ofMillis(1).toNanos();
    assertThat(plan.faultFor(PUT)).isEqualTo(Fault.accessDenied());
    now += Duration.ofDays(1).toNanos();
    assertThat(plan.faultFor(PUT)).isEqualTo(Fault.accessDenied());
  }

  @Test
  void operation_default_isPutRecords() {
    Call read = new Call(Call.GET_RECORDS, 1, 0, 10);
    assertThat(plan("silence").faultFor(read)).isEqualTo(Fault.none());
    assertThat(plan("on GetRecords; silence").faultFor(read)).isEqualTo(new Fault.Silence());
    assertThat(plan("on GetRecords; silence").faultFor(PUT)).isEqualTo(Fault.none());
    assertThat(plan("on all; silence").faultFor(read)).isEqualTo(new Fault.Silence());
  }

  @Test
  void share_ofRequests_isAboutKept_andSeeded() {
    List<Fault> first = many(plan("25% hangup"));
    assertThat(first).filteredOn(new Fault.HangUp(false, 0)::equals).hasSizeBetween(200, 300);
    assertThat(many(plan("25% hangup"))).isEqualTo(first);
  }

  private static List<Fault> many(FaultPlan plan) {
    List<Fault> faults = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      faults.add(plan.faultFor(PUT));
    }
    return faults;
  }

  @Test
  void share_ofEntries_isAboutKept() {
    Fault.RefusedEntries some = (Fault.RefusedEntries) plan("throttle 10%").faultFor(PUT);
    assertThat(some.code()).isEqualTo("ProvisionedThroughputExceededException");
    assertThat(IntStream.range(0, 1_000).filter(some.entries()).count()).isBetween(60L, 140L);
    Fault.RefusedEntries all = (Fault.RefusedEntries) plan("fail").faultFor(PUT);
    assertThat(all.code()).isEqualTo("InternalFailure");
    assertThat(IntStream.range(0, 1_000).filter(all.entries()).count()).isEqualTo(1_000);
  }

  @Test
  void everyFault_hasAWord() {
    Duration second = Duration.ofSeconds(1);
    FaultPlan plan =
        plan(
            "1x ok;1x miscount -1;1x expired;1x denied;1x gone;1x html 502;1x slow 1s;1x drip 5 1s;"
                + "1x stall 9;1x hangup handled;1x cut 7;1x clock -1h");
    List<Fault> faults = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      faults.add(plan.faultFor(PUT));
    }
    assertThat(faults)
        .containsExactly(
            Fault.none(),
            new Fault.Miscount(-1),
            Fault.expiredToken(),
            Fault.accessDenied(),
            Fault.noSuchStream(),
            new Fault.StrangeAnswer(502, "text/html", "<html>not Kinesis</html>"),
            new Fault.Delay(second, Duration.ZERO),
            new Fault.Drip(5, second),
            Fault.stalledAfter(9),
            new Fault.HangUp(true, 0),
            new Fault.HangUp(true, 7),
            new Fault.SkewedClock(Duration.ofHours(-1)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"nonsense", "3x", "delay", "delay 5", "error x Y", "throttle much", "50%"})
  void parse_noScript_namesTheStatement(String line) {
    assertThatThrownBy(() -> FaultScript.parse("1x silence\n" + line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + line + "'");
  }
}
