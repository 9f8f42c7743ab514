package io.oriontrail.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PayloadRulesTest {
  private static final StepEvent EVENT =
      StepEvent.ended(Wire.KEY, "PAY 4111111111111111", Status.FAILED, Wire.START)
          .eventId("e")
          .errorCode("4111111111111111")
          .errorMessage("card 4111111111111111 of a@b.example was refused")
          .attributes(Map.of("card", "4111111111111111", "region", "eu"))
          .build();

  @Test
  void noRules_leaveTheEventAsItIs() {
    assertThat(PayloadRules.NONE.apply(EVENT)).isSameAs(EVENT);
  }

  @Test
  void allowList_keepsNoOtherAttribute() {
    StepEvent kept = new PayloadRules(Set.of("region", "tier"), null).apply(EVENT);

    assertThat(kept.attributes()).containsExactly(Map.entry("region", "eu"));
    assertThat(kept.errorMessage()).isEqualTo(EVENT.errorMessage());
    assertThat(kept.eventId()).isEqualTo("e");
    assertThat(new PayloadRules(Set.of(), null).apply(EVENT).attributes()).isEmpty();
    assertThat(new PayloadRules(Set.of("region", "card"), null).apply(EVENT)).isSameAs(EVENT);
  }

  @Test
  void redaction_blacksOutMessageAndValuesAndNothingElse() {
    Pattern pattern = Pattern.compile("[0-9]{13,19}|[a-z]@[a-z.]+");

    StepEvent redacted = new PayloadRules(null, pattern).apply(EVENT);

    assertThat(redacted.errorMessage()).isEqualTo("card [redacted] of [redacted] was refused");
    assertThat(redacted.attributes())
        .isEqualTo(Map.of("card", "[redacted]", "region", "eu"));
    assertThat(redacted.errorCode()).isEqualTo(EVENT.errorCode());
    assertThat(redacted.step()).isEqualTo(EVENT.step());
  }

  @Test
  void redactionThatLengthens_staysWithinTheLimits() {
    StepEvent event =
        EVENT.toBuilder()
            .errorMessage("7".repeat(1_024))
            .attributes(Map.of("a", "7".repeat(256)))
            .build();

    StepEvent redacted = new PayloadRules(null, Pattern.compile("7")).apply(event);

    assertThat(redacted.errorMessage()).hasSize(1_024).startsWith("[redacted][redacted]");
    assertThat(redacted.attributes().get("a")).hasSize(256);
  }
}
