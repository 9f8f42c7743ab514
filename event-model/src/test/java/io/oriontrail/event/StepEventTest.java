package io.oriontrail.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class StepEventTest {
  private static final ExecutionKey KEY = ExecutionKey.of("acct-42", "exec-7");
  private static final Instant TIME = Instant.parse("2026-11-22T10:15:30Z");

  private static final String WIDE = "\uD83D\uDE00"; // one character, two chars

  @Test
  void limits_countCodePointsNotChars() {
    StepEvent event =
        StepEvent.ended(
                ExecutionKey.of(WIDE.repeat(128), WIDE.repeat(128)),
                WIDE.repeat(128),
                Status.FAILED,
                TIME)
            .errorCode(WIDE.repeat(128))
            .errorMessage(WIDE.repeat(1024))
            .attributes(Map.of(WIDE.repeat(64), WIDE.repeat(256)))
            .build();
    assertThat(event.errorMessage()).isEqualTo(WIDE.repeat(1024));
    assertThatExceptionOfType(InvalidEventException.class)
        .isThrownBy(() -> ExecutionKey.of(WIDE.repeat(129), "e"));
  }

  @Test
  void errorMessage_tooLong_isCutBetweenCharacters() {
    StepEvent event =
        StepEvent.ended(KEY, "S", Status.FAILED, TIME).errorMessage(WIDE.repeat(1025)).build();
    assertThat(event.errorMessage()).isEqualTo(WIDE.repeat(1023) + "…");
  }

  @Test
  void event_oneOfTooMany_isRefused() {
    assertThatThrownBy(
            () -> StepEvent.started(KEY, "S", TIME).dependsOn(Collections.nCopies(17, "D")).build())
        .isInstanceOf(InvalidEventException.class)
        .hasMessageContaining("dependsOn");
    Map<String, String> many = new HashMap<>();
    for (int i = 0; i < 17; i++) {
      many.put("k" + i, "v");
    }
    assertThatThrownBy(() -> StepEvent.started(KEY, "S", TIME).attributes(many).build())
        .isInstanceOf(InvalidEventException.class)
        .hasMessageContaining("attributes");
  }

  @Test
  void event_builtFromChangingCollections_doesNotChange() {
    Map<String, String> attributes = new HashMap<>(Map.of("a", "1"));
    List<String> steps = new java.util.ArrayList<>(List.of("D"));
    StepEvent event =
        StepEvent.started(KEY, "S", TIME).attributes(attributes).dependsOn(steps).build();
    attributes.put("b", "2");
    steps.add("E");
    assertThat(event.attributes()).isEqualTo(Map.of("a", "1"));
    assertThat(event.dependsOn()).containsExactly("D");
    assertThatThrownBy(() -> event.attributes().put("x", "y"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void attributes_anyMap_behavesLikeASortedMap() {
    RandomEvents events = new RandomEvents(21);
    for (int i = 0; i < 1_000; i++) {
      Map<String, String> attributes = events.next().attributes();
      TreeMap<String, String> sorted = new TreeMap<>(attributes);
      assertThat(attributes).isEqualTo(sorted).hasSameHashCodeAs(sorted);
      assertThat(List.copyOf(attributes.keySet())).isEqualTo(List.copyOf(sorted.keySet()));
      assertThat(List.copyOf(attributes.values())).isEqualTo(List.copyOf(sorted.values()));
      sorted.forEach((name, value) -> assertThat(attributes.get(name)).isEqualTo(value));
      assertThat(attributes.containsKey("no such name")).isFalse();
      assertThat(Attributes.copyOf(attributes)).isSameAs(attributes);
    }
  }

  @Test
  void attributes_nameTwice_lastValueCounts() {
    String[] pairs = {"b", "1", "a", "2", "b", "3", "unused", "4"};
    Attributes attributes = Attributes.of(pairs, 3);
    assertThat(attributes).isEqualTo(Map.of("a", "2", "b", "3"));
    assertThat(attributes.textLength()).isEqualTo(4);
    assertThat(Attributes.of(pairs, 0)).isSameAs(Attributes.NONE);
  }

  @Test
  void attributes_iteratedBeyondTheEnd_throws() {
    Iterator<Map.Entry<String, String>> entries = Attributes.NONE.entrySet().iterator();
    assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(entries::next);
  }

  @Test
  void toBuilder_anyEvent_buildsTheSame() {
    RandomEvents events = new RandomEvents(22);
    for (int i = 0; i < 500; i++) {
      StepEvent event = events.next();
      assertThat(event.toBuilder().build()).isEqualTo(event);
    }
  }

  @Test
  void key_parsed_splitsAtTheFirstHash() {
    assertThat(ExecutionKey.parse("acct-42#exec#7"))
        .isEqualTo(ExecutionKey.of("acct-42", "exec#7"));
    assertThatExceptionOfType(InvalidEventException.class)
        .isThrownBy(() -> ExecutionKey.parse("no hash"));
  }

  @Test
  void attemptOrFirst_noneGiven_isOne() {
    assertThat(StepEvent.started(KEY, "S", TIME).build().attemptOrFirst()).isEqualTo(1);
    assertThat(StepEvent.started(KEY, "S", TIME).attempt(3).build().attemptOrFirst()).isEqualTo(3);
  }

  @Test
  void heartbeat_illegal_isRefused() {
    assertThatThrownBy(() -> new Heartbeat("k", -1, TIME, Map.of())).hasMessageContaining("seq");
    assertThatThrownBy(() -> new Heartbeat("k#", 0, TIME, Map.of()))
        .hasMessageContaining("emitterId");
    assertThatThrownBy(() -> new Heartbeat("k", 0, TIME, Map.of("a", -1L)))
        .hasMessageContaining("counters.a");
    Map<String, Long> many = new HashMap<>();
    for (int i = 0; i <= Heartbeat.MAX_COUNTERS; i++) {
      many.put("c" + i, 1L);
    }
    assertThatThrownBy(() -> new Heartbeat("k", 0, TIME, many)).hasMessageContaining("counters");
  }
}
