package io.oriontrail.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.Heartbeat;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import io.oriontrail.store.SequenceRecount;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RecountTest {
  private static final Instant TIME = Instant.parse("2026-11-22T10:00:00Z");
  private static final String KILLED = "abcdefghi0";
  private final Recount recount = new Recount();

  @Test
  void copies_counted_onceEach() {
    recount.add(started(0));
    recount.add(failed(1));
    recount.add(started(0));

    assertThat(recount.events()).isEqualTo(2);
    assertThat(recount.repeated()).isEqualTo(1);
    assertThat(recount.steps()).containsExactly(Map.entry("S", new Recount.StepCount(1, 1, 1)));
    assertThat(recount.oldest()).isEqualTo(TIME);
    assertThat(recount.newest()).isEqualTo(TIME.plusMillis(1));
  }

  @Test
  void emitterThatWasKilled_recounted_namesExactlyWhatIsMissing() {
    for (int number = 0; number < 50; number++) {
      if (number != 17 && (number < 30 || number > 34)) {
        recount.add(started(number));
      }
    }
    // Its last heartbeat that got through says more than its events do.
    recount.add(new Heartbeat(KILLED, 3, TIME, Map.of("numbered", 52L)));

    assertThat(recount.emitters())
        .containsExactly(
            new SequenceRecount.OfEmitter(
                KILLED, 52, 44, java.util.List.of(17L, 30L, 31L, 32L, 33L, 34L, 50L, 51L)));
  }

  /** As one did among the bank's 235,882 events: 37 million events seemed to be missing. */
  @Test
  void contentIdThatLooksLikeANumber_isNoEmitters() {
    recount.add(
        StepEvent.started(ExecutionKey.of("a", "e"), "S", TIME)
            .eventId("wylppqk6iy-mbuxi")
            .build());
    assertThat(recount.emitters()).isEmpty();

    recount.add(new Heartbeat("wylppqk6iy", 3, TIME, Map.of("numbered", 2L)));
    assertThat(recount.emitters())
        .singleElement()
        .satisfies(emitter -> assertThat(emitter.present()).isOne());
  }

  @Test
  void nothing_recounted_isNothing() {
    assertThat(recount.events()).isZero();
    assertThat(recount.oldest()).isNull();
    assertThat(recount.emitters()).isEmpty();
  }

  private static StepEvent started(int number) {
    return StepEvent.started(ExecutionKey.of("a", "e"), "S", TIME.plusMillis(number))
        .eventId(KILLED + "-" + Integer.toString(number, 36))
        .build();
  }

  private static StepEvent failed(int number) {
    return StepEvent.ended(ExecutionKey.of("a", "e"), "S", Status.FAILED, TIME.plusMillis(number))
        .eventId(KILLED + "-" + Integer.toString(number, 36))
        .build();
  }
}
