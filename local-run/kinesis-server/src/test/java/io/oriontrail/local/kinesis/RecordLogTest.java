package io.oriontrail.local.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RecordLogTest {
  private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

  @Test
  void log_anyMixOfAddAndRemove_holdsWhatAQueueHolds() {
    RecordLog log = new RecordLog();
    Deque<StoredRecord> expected = new ArrayDeque<>();
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      if (expected.isEmpty() || random.nextInt(5) > 1) {
        StoredRecord added = record(i);
        log.add(added);
        expected.add(added);
      } else {
        log.removeOldest();
        expected.removeFirst();
      }
      assertThat(log.end() - log.first()).isEqualTo(expected.size());
      if (!expected.isEmpty()) {
        assertThat(log.get(log.first())).isSameAs(expected.peekFirst());
        assertThat(log.get(log.end() - 1)).isSameAs(expected.peekLast());
      }
    }
    long bytes = expected.stream().mapToLong(r -> RecordLog.sizeOf(r.size())).sum();
    assertThat(log.bytes()).isEqualTo(bytes);
  }

  @Test
  void positionAt_anyInstant_isTheFirstRecordNotBefore() {
    RecordLog log = new RecordLog();
    for (int i = 0; i < 10; i++) {
      log.add(record(i * 10));
    }
    log.removeOldest();

    assertThat(log.positionAt(START)).isEqualTo(2);
    assertThat(log.positionAt(START.plusMillis(20))).isEqualTo(3);
    assertThat(log.positionAt(START.plusMillis(21))).isEqualTo(4);
    assertThat(log.positionAt(START.plusMillis(91))).isEqualTo(log.end());
  }

  @Test
  void get_outsideOfWhatIsKept_isRefused() {
    RecordLog log = new RecordLog();
    log.add(record(0));
    log.removeOldest();

    assertThatThrownBy(() -> log.get(1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(log::removeOldest).isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static StoredRecord record(int millis) {
    return new StoredRecord(
        "shardId-000000000000", "n" + millis, "k", new byte[millis % 7], START.plusMillis(millis));
  }
}
