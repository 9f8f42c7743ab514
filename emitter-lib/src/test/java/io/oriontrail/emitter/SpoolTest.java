package io.oriontrail.emitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oriontrail.emitter.transport.RecordSender.Outcome;
import io.oriontrail.emitter.transport.SendException.Kind;
import io.oriontrail.event.StepEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The disk spool, in virtual time on a real disk. A crash is a copy of the directory. */
@Timeout(300)
final class SpoolTest {
  private static final long BUFFER = 1 << 20;
  private static final long SPACE = 64 << 20;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** Of the real clock. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  private final SplittableRandom random = new SplittableRandom(11);

  private VirtualLine line(Path directory, long maxBytes) {
    SpoolSettings spool = new SpoolSettings(directory, maxBytes, SpoolSettings.DEFAULT_FSYNC);
    return new VirtualLine(VirtualLine.settings(BUFFER, 1 << 16, false, spool));
  }

  private VirtualLine line(Path directory) {
    return line(directory, SPACE);
  }

  private static VirtualLine failing(VirtualLine line) {
    line.sender.afterwards(ScriptedSender.fails(Kind.UNAVAILABLE));
    return line;
  }

  private static void assertBalanced(VirtualLine line) {
    EmitterStats stats = line.stats();
    assertThat(stats.offered()).isEqualTo(stats.delivered() + stats.dropped() + stats.buffered());
    SpoolStats spool = stats.spool();
    assertThat(spool.found())
        .isEqualTo(spool.foundDelivered() + spool.foundDropped() + spool.foundWaiting());
  }

  private static Set<String> steps(VirtualLine line) {
    Set<String> steps = new HashSet<>();
    line.sender.events().forEach(event -> steps.add(event.step()));
    return steps;
  }

  private static List<Path> files(Path directory) {
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(SpoolSegment::isOne).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As a crash leaves it. */
  private Path crashed(Path directory, String name) throws IOException {
    Path copy = Files.createDirectory(folder.resolve(name));
    for (Path file : files(directory)) {
      Files.copy(file, copy.resolve(file.getFileName()));
    }
    return copy;
  }

  private void emitNoise(VirtualLine line, int count) {
    for (int i = 0; i < count; i++) {
      line.emit(Events.noise(random, 3_000));
    }
  }

  @Test
  void outage_beyondTheBuffer_losesNothing_andMemoryStaysBounded() {
    VirtualLine line = failing(line(folder));
    for (int i = 0; i < 100; i++) { // four times the buffer
      emitNoise(line, 20);
      line.pass(Duration.ofMillis(200));
      assertThat(line.queue.usedBytes()).isLessThanOrEqualTo(BUFFER);
      assertBalanced(line);
    }
    line.pass(Duration.ofMinutes(30)); // beyond every retry window
    assertThat(line.stats().dropped()).isZero();
    assertThat(line.stats().buffered()).isEqualTo(2_000);
    assertThat(line.stats().spool().waitingOnDisk()).isPositive();
    assertThat(line.stats().spool().bytes()).isGreaterThan(3 * BUFFER);
    line.sender.afterwards(line.sender::storeAll);
    line.pass(Duration.ofMinutes(10));
    assertThat(line.stats().delivered()).isEqualTo(2_000);
    assertThat(line.queue.usedBytes()).isZero();
    assertThat(line.stats().spool().waitingOnDisk()).isZero();
    Set<StepEvent> payloads = new HashSet<>();
    line.sender.events().forEach(e -> payloads.add(e.toBuilder().eventId(null).build()));
    assertThat(payloads).isEqualTo(line.emitted);
    line.close(Duration.ofSeconds(2));
    assertThat(files(folder)).isEmpty();
  }

  @Test
  void shutdown_withADeadEndpoint_leavesAllToTheNextOne_underTheSameIds() {
    VirtualLine dead = failing(line(folder));
    for (int i = 0; i < 500; i++) {
      dead.emit(Events.started(i));
      dead.pass(Duration.ofMillis(i == 250 ? 1_000 : 1));
    }
    dead.close(Duration.ofSeconds(2));
    assertThat(dead.stats().buffered()).isEqualTo(500);
    assertThat(dead.stats().dropped()).isZero();
    assertThat(dead.stats().bufferedBytes()).isZero();
    assertBalanced(dead);

    VirtualLine next = line(folder);
    next.pass(MINUTE);
    assertThat(next.stats().spool().found()).isEqualTo(500);
    assertThat(next.stats().spool().foundDelivered()).isEqualTo(500);
    assertThat(next.stats().offered()).isZero();
    assertThat(next.sender.events())
        .extracting(StepEvent::eventId)
        .doesNotHaveDuplicates()
        .hasSize(500)
        .allMatch(id -> String.valueOf(id).startsWith("k7f3q-"));
    next.emit(Events.started(999));
    next.close(Duration.ofSeconds(2));
    assertThat(next.stats().delivered()).isEqualTo(1);
    assertThat(files(folder)).isEmpty();
  }

  @Test
  void crash_whatWasAcceptedBeforeTheLastInterval_isThere() throws IOException {
    VirtualLine line = failing(line(folder));
    for (int i = 0; i < 300; i++) {
      line.emit(Events.started(i));
      line.pass(Duration.ofMillis(7));
      if (i % 30 == 29) {
        VirtualLine next = line(crashed(folder, "crash-" + i));
        next.pass(MINUTE);
        Set<String> expected = new HashSet<>();
        for (int n = 0; n <= i - 200 / 7; n++) {
          expected.add("STEP-" + n);
        }
        assertThat(steps(next)).containsAll(expected);
        assertThat(next.stats().spool().corruptEntries()).isZero();
      }
    }
  }

  @Test
  void crash_whenAllIsWell_sendsNextToNothingAgain() throws IOException {
    VirtualLine line = line(folder);
    for (int i = 0; i < 500; i++) {
      line.emit(Events.started(i));
      line.pass(Duration.ofMillis(20));
    }
    line.pass(Duration.ofSeconds(1));
    VirtualLine next = line(crashed(folder, "crash"));
    next.pass(MINUTE);
    assertThat(next.stats().spool().found()).isZero();
  }

  @Test
  void restart_duringTheOutage_keepsWhatTwoLivesOwe() {
    for (int life = 0; life < 3; life++) {
      VirtualLine line = failing(line(folder));
      line.emit(Events.started(life));
      line.close(Duration.ofSeconds(1));
      assertThat(line.stats().spool().found()).isEqualTo(life);
      assertThat(line.stats().spool().foundWaiting()).isEqualTo(life);
    }
    VirtualLine last = line(folder);
    last.pass(MINUTE);
    assertThat(steps(last)).containsExactlyInAnyOrder("STEP-0", "STEP-1", "STEP-2");
    last.close(Duration.ofSeconds(1));
  }

  @Test
  void damage_ofAnyKind_costsWhatItHits_andIsCounted() throws IOException {
    VirtualLine line = failing(line(folder));
    for (int i = 0; i < 200; i++) {
      line.emit(Events.started(i));
      line.pass(Duration.ofMillis(110));
    }
    Path original = files(folder).get(0);
    byte[] sound = Files.readAllBytes(original);
    for (int seed = 0; seed < 300; seed++) {
      SplittableRandom dice = new SplittableRandom(seed);
      byte[] file = damaged(sound, seed % 3, dice);
      List<Long> ids = new ArrayList<>();
      int[] corrupt = {0};
      SpoolFormat.scan(file, collecting(file, sound, ids, corrupt));
      String seeded = "seed " + seed;
      assertThat(ids).as(seeded).doesNotHaveDuplicates();
      assertThat(ids.size()).as(seeded).isGreaterThanOrEqualTo(seed % 3 == 1 ? 0 : 200 - 2);
      assertThat(corrupt[0]).as(seeded).isLessThanOrEqualTo(2);
      assertThat(ids.size() == 200 || corrupt[0] > 0 || seed % 3 == 1).as(seeded).isTrue();
    }
    Path crash = crashed(folder, "crash");
    byte[] file = sound.clone();
    file[sound.length / 2] ^= 0x10;
    Files.write(crash.resolve(original.getFileName()), file);
    VirtualLine next = line(crash);
    next.pass(MINUTE);
    assertThat(next.stats().spool().corruptEntries()).isEqualTo(1);
    assertThat(next.stats().spool().found()).isEqualTo(199);
    assertThat(next.stats().spool().foundDelivered()).isEqualTo(199);
  }

  /** A flipped bit, a torn end, or garbage in between. */
  private static byte[] damaged(byte[] sound, int kind, SplittableRandom dice) {
    int at = dice.nextInt(sound.length);
    switch (kind) {
      case 0 -> {
        byte[] file = sound.clone();
        file[at] ^= (byte) (1 << dice.nextInt(8));
        return file;
      }
      case 1 -> {
        return Arrays.copyOf(sound, at);
      }
      default -> {
        byte[] garbage = new byte[dice.nextInt(1, 200)];
        dice.nextBytes(garbage);
        byte[] file = new byte[sound.length + garbage.length];
        System.arraycopy(sound, 0, file, 0, at);
        System.arraycopy(garbage, 0, file, at, garbage.length);
        System.arraycopy(sound, at, file, at + garbage.length, sound.length - at);
        return file;
      }
    }
  }

  private static SpoolFormat.Visitor collecting(
      byte[] file, byte[] sound, List<Long> ids, int[] corrupt) {
    String whole = new String(sound, StandardCharsets.ISO_8859_1);
    return new SpoolFormat.Visitor() {
      @Override
      public void record(long id, int events, long offset, int length) {
        ids.add(id);
        // Nothing invented: the very bytes stand in the sound file.
        String payload = new String(file, (int) offset, length, StandardCharsets.ISO_8859_1);
        assertThat(whole).contains(payload);
      }

      @Override
      public void settled(long id) {
        throw new AssertionError("nothing was settled");
      }

      @Override
      public void corrupt() {
        corrupt[0]++;
      }
    };
  }

  @Test
  void spoolFull_isBounded_andWhatHasNoRoomAnywhereIsCountedAsThat() {
    long space = 1 << 20;
    VirtualLine line = failing(line(folder, space));
    for (int i = 0; i < 100; i++) {
      emitNoise(line, 20);
      line.pass(Duration.ofMillis(200));
      assertThat(line.stats().spool().bytes()).isLessThanOrEqualTo(space);
      assertThat(line.queue.usedBytes()).isLessThanOrEqualTo(BUFFER);
    }
    assertThat(line.stats().spool().refusedRecords()).isPositive();
    assertThat(line.stats().dropped(DropReason.BUFFER_FULL)).isPositive();
    line.close(Duration.ofSeconds(1));
    EmitterStats stats = line.stats();
    assertThat(stats.dropped(DropReason.SPOOL_FULL)).isPositive();
    assertThat(stats.dropped(DropReason.SHUTDOWN)).isZero();
    assertBalanced(line);
    VirtualLine next = line(folder, space);
    next.pass(Duration.ofMinutes(5));
    assertThat(next.stats().spool().foundDelivered()).isEqualTo(stats.buffered());
    next.close(Duration.ofSeconds(1));
  }

  @Test
  void spoolFull_roomThatComesFree_isUsed() {
    VirtualLine line = failing(line(folder, 1 << 20));
    for (int i = 0; i < 60; i++) {
      emitNoise(line, 20);
      line.pass(Duration.ofMillis(200));
    }
    assertThat(line.stats().spool().refusedRecords()).isPositive();
    line.sender.afterwards(line.sender::storeAll);
    line.pass(Duration.ofMinutes(4));
    assertThat(line.stats().buffered()).isZero();
    failing(line);
    line.emit(Events.started(1));
    line.close(Duration.ofSeconds(1));
    assertThat(line.stats().buffered()).isEqualTo(1); // on disk
    assertBalanced(line);
  }

  @Test
  void directory_thatCannotBe_costsTheSpoolAndNothingElse() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "not a directory");
    for (Path impossible : List.of(file.resolve("spool"), Path.of("/proc/orion-spool"))) {
      VirtualLine line = line(impossible);
      line.emit(Events.started(1));
      line.pass(Duration.ofMinutes(2));
      assertThat(line.stats().delivered()).isEqualTo(1);
      assertThat(line.stats().spool().usable()).isFalse();
      assertThat(line.stats().spool().faults()).isBetween(10L, 14L); // every ten seconds
      assertThat(line.logged).as("one line a minute").hasSizeBetween(1, 3);
      failing(line).emit(Events.started(2));
      line.close(Duration.ofSeconds(1));
      assertThat(line.stats().dropped(DropReason.SHUTDOWN)).isEqualTo(1);
      assertBalanced(line);
    }
  }

  @Test
  void directory_thatVanishes_isMadeAgain_andWhatIsInMemoryIsWrittenAnew() throws IOException {
    Path directory = folder.resolve("spool");
    VirtualLine line = failing(line(directory));
    line.emit(Events.started(1), Events.started(2));
    line.pass(Duration.ofSeconds(1));
    delete(directory);
    line.pass(Duration.ofSeconds(1));
    line.emit(Events.started(3));
    line.pass(Duration.ofSeconds(1));
    assertThat(line.stats().spool().faults()).isEqualTo(1);
    VirtualLine next = line(crashed(directory, "crash"));
    next.pass(MINUTE);
    assertThat(steps(next)).containsExactlyInAnyOrder("STEP-1", "STEP-2", "STEP-3");
    line.sender.afterwards(line.sender::storeAll);
    line.pass(MINUTE);
    assertThat(line.stats().delivered()).isEqualTo(3);
    line.close(Duration.ofSeconds(1));
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  @Test
  void directory_ofAnotherEmitter_isLeftAlone_andTakenOverOnceFree() {
    VirtualLine first = failing(line(folder));
    first.emit(Events.started(1));
    first.pass(Duration.ofSeconds(1));
    VirtualLine second = line(folder);
    second.emit(Events.started(2));
    second.pass(Duration.ofSeconds(15));
    assertThat(second.stats().spool().usable()).isFalse();
    assertThat(second.stats().spool().found()).isZero();
    assertThat(second.stats().delivered()).isEqualTo(1);
    assertThat(second.logged).anyMatch(text -> text.contains("belongs to another emitter"));
    first.close(Duration.ofSeconds(1));
    second.pass(Duration.ofSeconds(15));
    assertThat(second.stats().spool().usable()).isTrue();
    assertThat(second.stats().spool().foundDelivered()).isEqualTo(1);
    second.close(Duration.ofSeconds(1));
  }

  @Test
  void record_refusedByTheStream_isNotFoundAgain() {
    VirtualLine line = line(folder);
    line.sender.afterwards(ScriptedSender.fails(Kind.REFUSED));
    line.emit(Events.started(1));
    line.pass(Duration.ofSeconds(1));
    assertThat(line.stats().dropped(DropReason.REFUSED)).isEqualTo(1);
    line.close(Duration.ofSeconds(1));
    assertThat(files(folder)).isEmpty();
  }

  @Test
  void randomTrouble_booksBalanceAtEveryMoment_andNothingIsLost() {
    for (int seed = 0; seed < 12; seed++) {
      SplittableRandom dice = new SplittableRandom(seed);
      Path directory = folder.resolve("seed-" + seed);
      Set<String> owed = new HashSet<>();
      Set<String> arrived = new HashSet<>();
      int number = 0;
      for (int life = 0; life < 4; life++) {
        VirtualLine line = line(directory);
        for (int i = 0; i < 30; i++) {
          trouble(line, dice);
          for (int j = dice.nextInt(40); j > 0; j--, number++) {
            line.emit(Events.started(number));
            owed.add("STEP-" + number);
          }
          line.pass(Duration.ofMillis(dice.nextInt(1, 800)));
          assertBalanced(line);
        }
        line.close(Duration.ofMillis(dice.nextInt(1, 2_000)));
        assertBalanced(line);
        assertThat(line.stats().dropped()).as("seed " + seed).isZero();
        arrived.addAll(steps(line));
      }
      VirtualLine last = line(directory);
      last.pass(Duration.ofMinutes(2));
      arrived.addAll(steps(last));
      last.close(Duration.ofSeconds(1));
      assertThat(arrived).as("seed " + seed).isEqualTo(owed);
      assertThat(files(directory)).isEmpty();
    }
  }

  private static void trouble(VirtualLine line, SplittableRandom dice) {
    switch (dice.nextInt(5)) {
      case 0 -> line.sender.afterwards(ScriptedSender.fails(Kind.UNAVAILABLE));
      case 1 -> line.sender.afterwards(ScriptedSender.fails(Kind.TIMED_OUT));
      case 2 -> line.sender.afterwards(ScriptedSender.all(Outcome.FAILED));
      default -> line.sender.afterwards(line.sender::storeAll);
    }
  }

  @Test
  void settings_outOfBounds_nameThemselves() {
    assertThatThrownBy(() -> OrionEmitter.builder().streamName("s").spool(folder, 5).build())
        .hasMessageContaining("spool")
        .hasMessageContaining("5");
    assertThatThrownBy(
            () ->
                OrionEmitter.builder()
                    .streamName("s")
                    .spool(folder, SPACE)
                    .spoolFsync(Duration.ZERO)
                    .build())
        .hasMessageContaining("spoolFsync");
  }

  private EmitterBuilder builder() {
    return OrionEmitter.builder().requestTimeout(PATIENCE).shutdownHook(false).spool(folder, SPACE);
  }

  @Test
  void emitter_interruptedAllTheTime_keepsItsSpool_andHandsItOver() {
    ScriptedSender dead = new ScriptedSender().afterwards(ScriptedSender.fails(Kind.UNAVAILABLE));
    OrionEmitter emitter = builder().sender(dead).build();
    for (int i = 0; i < 200; i++) {
      emitter.emit(Events.started(i));
      Thread.getAllStackTraces().keySet().stream()
          .filter(thread -> thread.getName().startsWith("orion-emitter"))
          .forEach(Thread::interrupt);
    }
    emitter.close(Duration.ofMillis(500));
    emitter.close(PATIENCE); // until all is written down, however slow the disk
    assertThat(emitter.stats().buffered()).isEqualTo(200);
    ScriptedSender sender = new ScriptedSender();
    // Nothing is emitted: what was left does not wait for that.
    OrionEmitter next = builder().sender(sender).build();
    Awaitility.await().atMost(PATIENCE).until(() -> next.stats().spool().foundDelivered() == 200);
    next.close(PATIENCE);
    assertThat(sender.events()).hasSize(200);
    assertThat(files(folder)).isEmpty();
  }
}
