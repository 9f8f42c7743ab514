package io.oriontrail.local.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/** Readings of an hour, one a minute, and what is said of them. */
class SoakReportTest {
  private static final long LIVE = 20 << 20;
  private static final LoadSettings SETTINGS =
      SoakEmitters.settings(2_000, Duration.ofSeconds(60), Duration.ofMinutes(60), 4);
  private static final SoakChild.Counts COUNTS = new SoakChild.Counts(100, 100, 0, 0);
  private static final LoadCheck CLEAN = new LoadCheck(100, 0, 0, 0);

  private final List<JvmReading> readings = new ArrayList<>();

  private void process(String name, boolean store, IntToLongFunction live, IntUnaryOperator rest) {
    for (int minute = 1; minute <= 60; minute++) {
      int number = rest.applyAsInt(minute);
      readings.add(
          new JvmReading(
              name, store, 7, 60.0 * minute, live.applyAsLong(minute), number, number + 5));
    }
  }

  private SoakReport report(LoadCheck check, long failed) {
    return new SoakReport(
        SETTINGS, readings, COUNTS, check, new SoakReport.Asked(300, failed), "./orion soak <b>");
  }

  @Test
  void settledProcess_isFlatHoweverItSettled() {
    process(
        "ingest", false, minute -> minute < 10 ? LIVE / 2 : LIVE + minute % 2 * 1_000L, m -> 30);

    SoakReport report = report(CLEAN, 0);
    assertThat(report.isGood()).isTrue();
    assertThat(report.verdicts())
        .singleElement()
        .satisfies(
            verdict -> {
              assertThat(verdict.settledBytes()).isEqualTo(LIVE);
              assertThat(verdict.isFlat()).isTrue();
            });
  }

  /** A reading in the middle of a batch has the batch's events in it. */
  @Test
  void whatIsInFlight_isNoGrowth() {
    process("ingest", false, minute -> minute % 4 == 0 ? LIVE : LIVE * 3 / 2, m -> 30);

    assertThat(report(CLEAN, 0).isGood()).isTrue();
    assertThat(report(CLEAN, 0).verdicts().getFirst().settledBytes()).isEqualTo(LIVE);
  }

  @Test
  void heapThatGrowsByEightPercent_isNotFlat() {
    process("ingest", false, minute -> LIVE + LIVE * Math.max(0, minute - 10) * 8 / 5_000, m -> 30);

    assertThat(report(CLEAN, 0).isGood()).isFalse();
    assertThat(report(CLEAN, 0).lines().getLast()).contains("NOT FLAT");
  }

  @Test
  void heapThatShrinks_isNotFlatEither() {
    process("ingest", false, minute -> minute < 40 ? LIVE : LIVE * 9 / 10, m -> 30);

    assertThat(report(CLEAN, 0).isGood()).isFalse();
  }

  @Test
  void heapOfTheStore_mayGrow_itsHandlesMayNot() {
    process("store", true, minute -> minute * LIVE, m -> 30);
    assertThat(report(CLEAN, 0).isGood()).isTrue();

    readings.clear();
    process("store", true, minute -> LIVE, minute -> 30 + minute / 10);
    assertThat(report(CLEAN, 0).isGood()).isFalse();
    assertThat(report(CLEAN, 0).lines().getLast()).contains("NOT FLAT");
  }

  @Test
  void threadAndHandleAMinute_areALeak_comingAndGoingIsNone() {
    process("query", false, minute -> LIVE, minute -> 30 + minute % 3);
    assertThat(report(CLEAN, 0).isGood()).isTrue();

    process("ingest", false, minute -> LIVE, minute -> 30 + minute);
    assertThat(report(CLEAN, 0).isGood()).isFalse();
  }

  @Test
  void tooFewReadings_areNoProof() {
    assertThat(report(CLEAN, 0).isGood()).isFalse();

    readings.add(new JvmReading("ingest", false, 7, 3_540, LIVE, 30, 20));
    readings.add(new JvmReading("ingest", false, 7, 3_600, LIVE, 30, 20));
    assertThat(report(CLEAN, 0).isGood()).isFalse();
    assertThat(report(CLEAN, 0).lines().getLast()).contains("too few readings to tell: 2");
  }

  @Test
  void lostEventOrUnansweredQuestion_isNotGood() {
    process("ingest", false, minute -> LIVE, m -> 30);

    assertThat(report(new LoadCheck(100, 1, 0, 0), 0).isGood()).isFalse();
    assertThat(report(CLEAN, 1).isGood()).isFalse();
  }

  @Test
  void pageAndFigures_nameEachProcess() {
    process("ingest", false, minute -> LIVE, m -> 30);
    process("store", true, minute -> minute * LIVE, m -> 30);

    SoakReport report = report(CLEAN, 0);
    assertThat(report.html())
        .contains("./orion soak &lt;b&gt;", "ingest, process 7", "20.00 MiB")
        .doesNotContain("<script", "%s");
    assertThat(report.json()).contains("\"good\" : true", "\"store, process 7\"");
  }

  @Test
  void leastOfTwo_isWhatIsInBoth() {
    JvmReading one = new JvmReading("ingest", false, 7, 60, 100, 30, 20);
    JvmReading other = new JvmReading("ingest", false, 7, 60, 90, 31, 19);

    assertThat(one.withLeastOf(other))
        .isEqualTo(new JvmReading("ingest", false, 7, 60, 90, 30, 19));
  }

  @Test
  void histogramWithoutTotal_saysWhatJcmdSaid() throws IOException {
    JvmReading.Subject subject = new JvmReading.Subject("ingest", false, 42);

    assertThat(JvmReading.totalIn("  1:  3  96  [B\nTotal           123        4567\n", subject))
        .isEqualTo(4_567);
    assertThatThrownBy(() -> JvmReading.totalIn("42:\nUnable to open socket file", subject))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ingest (process 42)")
        .hasMessageContaining("Unable to open socket file");
  }
}
