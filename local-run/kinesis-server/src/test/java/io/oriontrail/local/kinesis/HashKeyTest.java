package io.oriontrail.local.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class HashKeyTest {
  private static final BigInteger END = BigInteger.ONE.shiftLeft(128);

  @Test
  void partitionKey_knownMd5_isItsUnsignedNumber() {
    // md5("abc") = 900150983cd24fb0d6963f7d28e17f72
    assertThat(HashKey.ofPartitionKey("abc"))
        .hasToString(new BigInteger("900150983cd24fb0d6963f7d28e17f72", 16).toString());
  }

  @Test
  void numbers_anyPair_orderAndNeighboursAreThoseOfBigInteger() {
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      BigInteger one = new BigInteger(1 + random.nextInt(128), random);
      BigInteger other = new BigInteger(1 + random.nextInt(128), random);
      assertThat(HashKey.of(one).compareTo(HashKey.of(other))).isEqualTo(one.compareTo(other));
      assertThat(HashKey.of(one).value()).isEqualTo(one);
      assertThat(HashKey.of(one).next().value()).isEqualTo(one.add(BigInteger.ONE).mod(END));
      assertThat(HashKey.of(one).next().previous().value()).isEqualTo(one);
    }
    assertThat(HashKey.of(BigInteger.ONE.shiftLeft(64)).previous().next().value())
        .isEqualTo(BigInteger.ONE.shiftLeft(64));
  }

  @Test
  void parts_ofFour_beginWhereTheServiceBeginsThem() {
    assertThat(HashKey.startOf(1, 4)).hasToString("85070591730234615865843651857942052864");
    assertThat(HashKey.startOf(2, 4)).hasToString("170141183460469231731687303715884105728");
    assertThat(HashKey.MAX).hasToString("340282366920938463463374607431768211455");
  }

  @Test
  void number_outOfRange_isRefused() {
    assertThatThrownBy(() -> HashKey.of(END)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> HashKey.of(BigInteger.ONE.negate()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
