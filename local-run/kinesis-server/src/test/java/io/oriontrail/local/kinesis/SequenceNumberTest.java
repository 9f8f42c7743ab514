package io.oriontrail.local.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SequenceNumberTest {
  private static final long NOW = 1_795_000_000L;

  @Test
  void text_ofAnyNumber_isReadBackAndHas56Digits() {
    Random random = new Random(11);
    for (int i = 0; i < 5_000; i++) {
      SequenceNumber number =
          new SequenceNumber(
              NOW + random.nextInt(1 << 30),
              random.nextInt(Integer.MAX_VALUE),
              random.nextLong() >>> 1,
              NOW + random.nextInt(1 << 30));
      assertThat(number.toString()).matches("[0-9]{56}");
      assertThat(SequenceNumber.parse(number.toString())).isEqualTo(number);
    }
  }

  @Test
  void order_laterPosition_isGreaterWhateverTheClock() {
    BigInteger first = value(new SequenceNumber(NOW, 3, 41, NOW + 1_000));
    BigInteger second = value(new SequenceNumber(NOW, 3, 42, NOW));

    assertThat(second).isGreaterThan(first);
  }

  @Test
  void order_childOfAShardThatNeverEnded_isGreaterThanAnyOfItsParent() {
    BigInteger parents = value(new SequenceNumber(NOW, 15, Long.MAX_VALUE, NOW + 9));
    BigInteger child = value(new SequenceNumber(NOW + 1, 16, 0, NOW + 1));

    assertThat(child).isGreaterThan(parents);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "abc",
        "0",
        "-1",
        "49590338271490256608559692538361571095921575989136588898x",
        "049590338271490256608559692538361571095921575989136588898",
        "340282366920938463463374607431768211455",
        "99999999999999999999999999999999999999999999999999999999"
      })
  void text_thatIsNone_isRefused(String text) {
    assertThatThrownBy(() -> SequenceNumber.parse(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void text_givenByTheRealService_isReadable() {
    // From the developer guide: the first record of shardId-000000000001.
    SequenceNumber number =
        SequenceNumber.parse("49543463076570308322303623326179887152428262250726293522");

    assertThat(number.shardIndex()).isEqualTo(1);
    assertThat(number.toString())
        .isEqualTo("49543463076570308322303623326179887152428262250726293522");
  }

  private static BigInteger value(SequenceNumber number) {
    return new BigInteger(number.toString());
  }
}
