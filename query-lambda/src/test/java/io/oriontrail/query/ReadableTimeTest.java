package io.oriontrail.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadableTimeTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 ns",
    "999, 999 ns",
    "1000, 1 µs",
    "1499, 1 µs",
    "1500, 2 µs",
    "999499, 999 µs",
    "999500, 1 ms",
    "10000000, 10 ms",
    "99499999, 99 ms",
    "99500000, 0.1 s",
    "104999999, 0.1 s",
    "105000000, 0.11 s",
    "850000000, 0.85 s",
    "900000000, 0.9 s",
    "994999999, 0.99 s",
    "995000000, 1 s",
    "2100000000, 2.1 s",
    "12340000000, 12.3 s",
    "59949999999, 59.9 s",
    "59950000000, 1 min",
    "760000000000, 12 min 40 s",
    "3599499999999, 59 min 59 s",
    "3599500000000, 1 h",
    "11100000000000, 3 h 5 min",
    "86369999999999, 23 h 59 min",
    "86370000000000, 1 d",
    "187200000000000, 2 d 4 h",
    "9223372036854775807, 106752 d",
  })
  void duration_ofAnyLength_readsWell(long nanos, String text) {
    assertThat(ReadableTime.duration(nanos)).isEqualTo(text);
  }

  @Test
  void moment_anyInstant_isUtcToTheSecond() {
    assertThat(ReadableTime.moment(Instant.parse("2026-11-22T10:15:30.999Z")))
        .isEqualTo("2026-11-22 10:15:30 UTC");
  }
}
