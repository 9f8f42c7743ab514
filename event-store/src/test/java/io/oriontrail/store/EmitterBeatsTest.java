package io.oriontrail.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.oriontrail.event.Heartbeat;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EmitterBeatsTest {
  private static final Instant FROM = Instant.parse("2026-11-22T10:00:00Z");
  private static final Instant TO = FROM.plusSeconds(3_600);
  private static final int BEATS_AN_HOUR = 120;

  @Test
  void growth_inWhateverOrderTheBeatsCome_isThatOfThemAllTogether() {
    Random random = new Random(7);
    for (int run = 0; run < 2_000; run++) {
      List<Heartbeat> beats = beats(random);
      EmitterBeats folded = new EmitterBeats(FROM, TO);
      List<Heartbeat> shuffled = new ArrayList<>(beats);
      Collections.shuffle(shuffled, random);
      shuffled.forEach(folded::add);

      for (String counter : List.of("numbered", "dropped.FULL", "none")) {
        assertThat(folded.growth(counter)).as("%s", beats).isEqualTo(growth(beats, counter));
      }
      assertThat(folded.lastHeard()).isEqualTo(beats.getLast().timestamp());
      assertThat(folded.heardWithin())
          .as("%s", beats)
          .isEqualTo(
              beats.stream()
                  .map(Heartbeat::timestamp)
                  .anyMatch(time -> !time.isBefore(FROM) && time.isBefore(TO)));
    }
  }

  /** Up to eight from an hour before to an hour behind, some at the ends, some at the same time. */
  private static List<Heartbeat> beats(Random random) {
    List<Heartbeat> beats = new ArrayList<>();
    Instant time = FROM.minusSeconds(random.nextInt(6) * 900L);
    long seq = random.nextInt(2);
    long numbered = random.nextInt(2) * 50L;
    long dropped = 0;
    for (int i = 1 + random.nextInt(8); i > 0; i--) {
      beats.add(
          new Heartbeat("e", seq++, time, Map.of("numbered", numbered, "dropped.FULL", dropped)));
      time = time.plusSeconds(random.nextInt(4) * 450L);
      numbered += random.nextInt(1_000);
      dropped += random.nextInt(2) * 30L;
    }
    return beats;
  }

  /** The same, from the whole list. */
  private static long growth(List<Heartbeat> beats, String counter) {
    NavigableMap<Instant, Long> known = new TreeMap<>();
    beats.forEach(
        beat ->
            known.merge(beat.timestamp(), beat.counters().getOrDefault(counter, 0L), Math::max));
    Heartbeat first = beats.getFirst();
    boolean begun = first.seq() == 0 && first.timestamp().isAfter(FROM);
    return Math.max(0, at(known, TO) - (begun ? 0 : at(known, FROM)));
  }

  private static long at(NavigableMap<Instant, Long> known, Instant time) {
    Map.Entry<Instant, Long> before = known.floorEntry(time);
    Map.Entry<Instant, Long> behind = known.ceilingEntry(time);
    if (before == null || behind == null) {
      return (before == null ? known.firstEntry() : known.lastEntry()).getValue();
    }
    long span = Duration.between(before.getKey(), behind.getKey()).toMillis();
    double share =
        span == 0 ? 0 : (double) Duration.between(before.getKey(), time).toMillis() / span;
    return before.getValue() + Math.round(share * (behind.getValue() - before.getValue()));
  }

  @Test
  void completeness_ofADay_holdsNoMoreThanSomeHoursBeatsAtOnce() {
    int emitters = 5;
    int anHour = emitters * BEATS_AN_HOUR;
    List<WeakReference<Heartbeat>> given = new ArrayList<>();
    List<Long> held = new ArrayList<>();
    HeartbeatReader reader =
        hour -> {
          System.gc();
          held.add(given.stream().filter(each -> each.get() != null).count());
          List<Heartbeat> beats = hourOf(emitters, hour);
          beats.forEach(beat -> given.add(new WeakReference<>(beat)));
          return beats;
        };
    RollupReader rollups =
        new InMemoryRollupStore(Duration.ofDays(14), new ManualClock()).reader(reader);

    Completeness day = rollups.completeness(FROM.minus(Duration.ofDays(1)), FROM);

    assertThat(day.emitters()).hasSize(emitters);
    assertThat(day.numbered()).isEqualTo(24L * 3_600 * emitters);
    assertThat(given).hasSize(26 * anHour);
    assertThat(held).hasSize(26).allMatch(count -> count <= 3L * anHour);
  }

  /** Each emitter numbers an event a second and beats each half minute. */
  private static List<Heartbeat> hourOf(int emitters, Instant hour) {
    List<Heartbeat> beats = new ArrayList<>();
    Instant begin = hour.truncatedTo(java.time.temporal.ChronoUnit.HOURS);
    for (int emitter = 0; emitter < emitters; emitter++) {
      for (int i = 0; i < BEATS_AN_HOUR; i++) {
        Instant time = begin.plusSeconds(i * 30L);
        long numbered = time.getEpochSecond() - FROM.minus(Duration.ofDays(2)).getEpochSecond();
        beats.add(new Heartbeat("e" + emitter, numbered / 30, time, Map.of("numbered", numbered)));
      }
    }
    return beats;
  }
}
