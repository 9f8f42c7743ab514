package io.oriontrail.emitter;

import static org.assertj.core.api.Assertions.assertThat;

import io.oriontrail.event.Limits;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * E1 and faults 27 and 28: whatever is passed, nothing is thrown; what can be mended is, the rest
 * is counted.
 */
@Timeout(300)
@SuppressWarnings("NullAway") // callers without our annotations can pass null anywhere
final class HostileArgumentsTest {
  private static final String WIDE = "\uD83D\uDE00";

  private static final String[] TEXTS = {
    null,
    "",
    " ",
    "plain",
    "with#hash",
    "\u0000",
    "line\nbreak",
    "\uD800",
    "a\uDC00b",
    "x".repeat(129),
    WIDE.repeat(128),
    WIDE.repeat(1_025),
    "\u202Ertl",
    "x".repeat(1 << 20)
  };

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ScriptedSender sender = new ScriptedSender();

  /** One request at a time: of two, the later may arrive first. */
  private final OrionEmitter emitter =
      OrionEmitter.builder()
          .sender(sender)
          .maxInFlight(1)
          .requestTimeout(PATIENCE)
          .bufferBytes(128L << 20) // for all of them, should the sending thread get no turn
          .shutdownHook(false)
          .build();

  @AfterEach
  void close() {
    emitter.close(PATIENCE);
  }

  @Test
  void fault28_anyArguments_nothingIsThrown_andEveryCallIsAccountedFor() {
    SplittableRandom random = new SplittableRandom(1);
    int offered = 0;
    for (int i = 0; i < 2_000; i++) {
      Execution execution = emitter.execution(any(random), any(random));
      Run run = start(random, execution);
      run.attribute(any(random), any(random));
      switch (random.nextInt(5)) {
        case 0 -> run.succeeded();
        case 1 -> run.failed(any(random), any(random));
        case 2 -> run.failed(new RuntimeException(any(random)));
        case 3 -> run.failed((Throwable) null);
        default -> run.close();
      }
      execution.resume(any(random), any(random)).succeeded();
      execution.ended(random.nextInt(3) == 0 ? null : Status.FAILED, any(random), any(random));
      offered += 4;
    }
    emitter.flush(PATIENCE);
    EmitterStats stats = emitter.stats();
    assertThat(stats.offered()).isEqualTo(offered);
    assertThat(stats.delivered() + stats.dropped(DropReason.INVALID)).isEqualTo(offered);
    assertThat(stats.delivered()).isGreaterThan(offered / 50);
    assertThat(stats.amended()).isPositive();
    assertThat(sender.events()).hasSize((int) stats.delivered()); // and all of them are legal
  }

  private static Run start(SplittableRandom random, Execution execution) {
    Step step = execution.step(any(random));
    if (random.nextBoolean()) {
      step.attempt(random.nextInt(-2, 20_000));
    }
    if (random.nextBoolean()) {
      step.dependsOn(any(random), any(random));
    }
    if (random.nextInt(8) == 0) {
      step.dependsOn((String[]) null);
    }
    for (int i = random.nextInt(20); i > 0; i--) {
      step.attribute(any(random) + i, any(random));
    }
    return step.start();
  }

  private static String any(SplittableRandom random) {
    // Mostly legal, else no event would get through the first field.
    return random.nextInt(3) > 0 ? "legal" : TEXTS[random.nextInt(TEXTS.length)];
  }

  @Test
  void fault28_texts_tooLong_areCutBetweenCharacters() {
    Run run =
        emitter
            .execution("a", "e")
            .step("S")
            .attribute(WIDE.repeat(65), WIDE.repeat(300))
            .attribute("half", "a\uD800b")
            .start();
    run.failed(WIDE.repeat(200), WIDE.repeat(2_000));
    assertThat(emitter.flush(PATIENCE)).isTrue();
    StepEvent started = sender.events().get(0);
    assertThat(started.attributes())
        .isEqualTo(Map.of(WIDE.repeat(63) + "…", WIDE.repeat(255) + "…", "half", "a\uFFFDb"));
    StepEvent ended = sender.events().get(1);
    assertThat(ended.errorCode()).isEqualTo(WIDE.repeat(127) + "…");
    assertThat(ended.errorMessage()).isEqualTo(WIDE.repeat(1_023) + "…");
    assertThat(emitter.stats().amended()).isEqualTo(5);
  }

  @Test
  void fault28_tooMuch_ofEverything_isLeftOutAndCounted() {
    Step step = emitter.execution("a", "e").step("S").attempt(-1).dependsOn("#", "ok");
    List<String> many = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      step.attribute("k" + i, "v");
      many.add("D" + i);
    }
    step.start();
    emitter.execution("a", "e").step("T").dependsOn(many.toArray(String[]::new)).start();
    assertThat(emitter.flush(PATIENCE)).isTrue();
    StepEvent first = sender.events().get(0);
    assertThat(first.attributes()).hasSize(Limits.MAX_ATTRIBUTES);
    assertThat(first.attempt()).isNull();
    assertThat(first.dependsOn()).isEmpty(); // one of them is no step's name
    assertThat(sender.events().get(1).dependsOn()).hasSize(Limits.MAX_DEPENDS_ON);
    assertThat(emitter.stats().amended()).isEqualTo(4 + 1 + 1 + 4);
  }

  @Test
  void fault27_mapChangedAfterEmit_isTheMapAsItWas() {
    Map<String, String> attributes = new HashMap<>(Map.of("k", "before"));
    StepEvent event =
        StepEvent.started(Events.KEY, "S", Events.TIME).attributes(attributes).build();
    emitter.emit(event);
    attributes.put("k", "after");
    attributes.put("more", "v");
    assertThat(emitter.flush(PATIENCE)).isTrue();
    assertThat(sender.events().get(0).attributes()).isEqualTo(Map.of("k", "before"));
  }

  @Test
  void fault27_throwableThatThrows_isRecordedAllTheSame() {
    Throwable hostile =
        new RuntimeException() {
          private static final long serialVersionUID = 1L;

          @Override
          public String getMessage() {
            throw new IllegalStateException("hostile");
          }

          @Override
          public String toString() {
            throw new IllegalStateException("hostile");
          }
        };
    emitter.execution("a", "e").step("S").start().failed(hostile);
    assertThat(emitter.flush(PATIENCE)).isTrue();
    assertThat(sender.events()).hasSize(2);
    assertThat(sender.events().get(1).status()).isEqualTo(Status.FAILED);
    assertThat(sender.events().get(1).errorMessage()).isNull();
  }

  @Test
  void serviceThatIsNotLegal_isMendedOnce() {
    try (OrionEmitter odd =
        OrionEmitter.builder()
            .sender(sender)
            .service("a\nb")
            .host("")
            .shutdownHook(false)
            .build()) {
      odd.execution("a", "e").started();
      assertThat(odd.flush(PATIENCE)).isTrue();
    }
    assertThat(sender.events().get(0).service()).isEqualTo("a b");
    assertThat(sender.events().get(0).host()).isNull();
  }

  @Test
  void track_noStage_isSurvived() {
    assertThat(emitter.execution("a", "e").<String>track("S", null)).isNull();
    assertThat(emitter.stats().offered()).isEqualTo(2); // its start, and the end that never was
  }
}
