package io.oriontrail.emitter;

import static org.assertj.core.api.Assertions.assertThat;

import io.oriontrail.event.Heartbeat;
import io.oriontrail.event.StepEvent;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class RecordPackerTest {
  private final EmitterIdentity identity = new EmitterIdentity("k7f3q");
  private final RecordPacker packer = new RecordPacker(identity, new GzipCompressor());

  @Test
  void pack_events_areReadBackInOrderWithGapFreeNumbers() {
    for (int i = 0; i < 100; i++) {
      packer.add(Events.started(i), i, 10);
    }
    PackedRecord packed = packer.pack(100, 7);
    assertThat(packed.events).isEqualTo(100);
    assertThat(packed.firstPlace).isZero();
    assertThat(packed.packedAt).isEqualTo(7);
    int number = 0;
    for (var message : ScriptedSender.read(packed.bytes())) {
      StepEvent expected = Events.started(number);
      assertThat(message)
          .isEqualTo(expected.toBuilder().eventId("k7f3q-" + Integer.toString(number, 36)).build());
      number++;
    }
    assertThat(number).isEqualTo(100);
    assertThat(packer.isEmpty()).isTrue();
    assertThat(packer.weight()).isZero();
  }

  @Test
  void pack_eventsWithIdsOfTheirOwn_useUpNoNumbers() {
    packer.add(Events.started(1).toBuilder().eventId("mine").build(), 0, 10);
    packer.add(Events.started(2), 1, 10);
    assertThat(ScriptedSender.read(packer.pack(2, 0).bytes()))
        .extracting(message -> ((StepEvent) message).eventId())
        .containsExactly("mine", "k7f3q-0");
    assertThat(identity.next()).isEqualTo(1);
  }

  @Test
  void add_afterAPlaceWhoseEventGotLost_leavesAGapInTheNumbers() {
    packer.add(Events.started(1), 0, 10);
    packer.add(Events.started(2).toBuilder().eventId("mine").build(), 1, 10);
    packer.add(Events.started(3), 3, 10); // what was at place 2 never came
    assertThat(ids(packer.pack(4, 0))).containsExactly("k7f3q-0", "mine", "k7f3q-2");
    assertThat(identity.next()).isEqualTo(3);
  }

  @Test
  void clear_ofARecordThatCouldNotBePacked_leavesAGapInTheNumbers() {
    packer.add(Events.started(1), 0, 10);
    packer.add(Events.started(2), 1, 10);
    packer.clear();
    packer.add(Events.started(3), 2, 10);
    assertThat(ids(packer.pack(3, 0))).containsExactly("k7f3q-2");
  }

  @Test
  void renew_inTheMiddle_numbersFromZeroUnderAnotherId() {
    packer.add(Events.started(1), 0, 10);
    packer.add(Events.started(2), 1, 10);
    packer.pack(2, 0);
    identity.renew();
    packer.add(Events.started(3), 2, 10);
    packer.add(Events.started(4), 3, 10);
    String id = identity.id();
    assertThat(id).isNotEqualTo("k7f3q");
    assertThat(ids(packer.pack(4, 0))).containsExactly(id + "-0", id + "-1");
  }

  private static java.util.List<String> ids(PackedRecord packed) {
    return ScriptedSender.read(packed.bytes()).stream()
        .map(message -> java.util.Objects.requireNonNull(((StepEvent) message).eventId()))
        .toList();
  }

  @Test
  void pack_usualEvents_settlesNearTheTargetSize() {
    SplittableRandom random = new SplittableRandom(1);
    for (int round = 0; round < 30; round++) {
      int size = fill(i -> usual(i, random));
      if (round > 10) { // by then it knows how well these events compress
        assertThat(size).isBetween(18_000, 25_000);
      }
    }
  }

  @Test
  void pack_incompressibleEvents_staysNearTheTargetSizeToo() {
    SplittableRandom random = new SplittableRandom(2);
    for (int round = 0; round < 20; round++) {
      int size = fill(i -> Events.noise(random, 2_000));
      if (round > 5) {
        assertThat(size).isBetween(13_000, 25_000);
      }
    }
  }

  @Test
  void pack_endlesslyCompressibleEvents_isBoundedBeforeCompression() {
    for (int round = 0; round < 20; round++) {
      fill(i -> Events.started(0));
    }
    int events = 0;
    while (!packer.isFull()) {
      packer.add(Events.started(0), events++, 10);
    }
    byte[] plain = ScriptedSender.unzipped(packer.pack(events, 0).bytes());
    assertThat(plain)
        .hasSizeBetween(RecordPacker.MIN_PLAIN_BYTES, RecordPacker.MAX_PLAIN_BYTES + 1_000);
  }

  @Test
  void pack_heartbeatOnly_holdsNoEvent() {
    packer.add(new Heartbeat("k7f3q", 0, Events.TIME, Map.of("offered", 1L)));
    assertThat(packer.isEmpty()).isFalse();
    PackedRecord packed = packer.pack(42, 0);
    assertThat(packed.events).isZero();
    assertThat(packed.heartbeat).isTrue();
    assertThat(packed.firstPlace).isEqualTo(42);
    packer.add(Events.started(1), 42, 10);
    assertThat(packer.pack(43, 0).heartbeat).isFalse();
  }

  private int fill(java.util.function.IntFunction<StepEvent> events) {
    int count = 0;
    while (!packer.isFull()) {
      packer.add(events.apply(count), count, 10);
      count++;
    }
    return packer.pack(count, 0).bytes().length;
  }

  private static StepEvent usual(int i, SplittableRandom random) {
    return Events.started(i % 20).toBuilder()
        .runId(Long.toHexString(random.nextLong() | Long.MIN_VALUE))
        .service("onboarding")
        .host("i-0abc")
        .attributes(Map.of("provider", "acme", "request", Long.toString(random.nextLong(), 36)))
        .build();
  }
}
