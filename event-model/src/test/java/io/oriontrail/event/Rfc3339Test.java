package io.oriontrail.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class Rfc3339Test {
  @ParameterizedTest
  @CsvSource({
    "2026-11-22T10:15:30Z, 2026-11-22T10:15:30Z",
    "2026-11-22t10:15:30z, 2026-11-22T10:15:30Z",
    "2026-11-22T10:15:30.1Z, 2026-11-22T10:15:30.100Z",
    "2026-11-22T10:15:30.123456789Z, 2026-11-22T10:15:30.123456789Z",
    "2026-11-22T10:15:30.000000001Z, 2026-11-22T10:15:30.000000001Z",
    "2026-11-22T10:15:30+00:00, 2026-11-22T10:15:30Z",
    "2026-11-22T10:15:30-00:00, 2026-11-22T10:15:30Z",
    "2026-11-22T10:15:30.5+05:30, 2026-11-22T04:45:30.500Z",
    "2026-11-22T10:15:30-08:00, 2026-11-22T18:15:30Z",
    "2026-12-31T23:59:60Z, 2026-12-31T23:59:59Z",
    "2024-02-29T00:00:00Z, 2024-02-29T00:00:00Z",
    "2000-01-01T00:00:00+23:59, 1999-12-31T00:01:00Z",
    "0000-01-01T00:00:00Z, 0000-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999999999Z, 9999-12-31T23:59:59.999999999Z"
  })
  void parse_rfc3339Time_isTheInstant(String text, Instant expected) {
    assertThat(Rfc3339.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026-11-22",
        "2026-11-22T10:15:30",
        "2026-11-22 10:15:30Z",
        "2026-11-22T10:15Z",
        "2026-11-22T10:15:30.Z",
        "2026-11-22T10:15:30.1234567890Z",
        "2026-11-22T10:15:30,5Z",
        "2026-11-22T10:15:30Zx",
        "2026-11-22T10:15:30+0530",
        "2026-11-22T10:15:30+05",
        "2026-11-22T10:15:30+24:00",
        "2026-11-22T10:15:30+05:60",
        "2026-11-22T24:00:00Z",
        "2026-11-22T10:60:30Z",
        "2026-11-22T10:15:61Z",
        "2026-13-22T10:15:30Z",
        "2026-00-22T10:15:30Z",
        "2026-02-30T10:15:30Z",
        "2023-02-29T10:15:30Z",
        "2026-11-00T10:15:30Z",
        "+026-11-22T10:15:30Z",
        "2026-11-22T10:15:3\u0660Z",
        "2026-11-22T10:15:30.\u0661Z",
        "12026-11-22T10:15:30Z",
        "1794000000"
      })
  void parse_anythingElse_isNull(String text) {
    assertThat(Rfc3339.parse(text)).isNull();
  }

  @Test
  void format_anyInstant_isWhatTheJdkWritesAndReadsBack() {
    DateTimeFormatter jdk =
        DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'").withZone(ZoneOffset.UTC);
    long from = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();
    long to = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 10_000; i++) {
      Instant instant =
          Instant.ofEpochSecond(random.nextLong(from, to + 1), random.nextInt(1_000_000_000));
      String text = Rfc3339.format(instant);
      assertThat(text).isEqualTo(jdk.format(instant)).hasSize(Rfc3339.LENGTH);
      assertThat(Rfc3339.parse(text)).isEqualTo(instant);
    }
  }
}
