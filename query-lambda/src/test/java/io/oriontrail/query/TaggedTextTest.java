package io.oriontrail.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TaggedTextTest {
  /** More than two pieces, written in parts that end anywhere. */
  @Test
  void text_writtenInAnyParts_comesOutAsItWentIn() throws IOException {
    byte[] all = bytes();
    TaggedText text = new TaggedText();
    Random random = new Random(1);
    for (int at = 0; at < all.length; ) {
      int length = Math.min(random.nextInt(9_000), all.length - at);
      text.write(all, at, length);
      at += length;
      if (at < all.length) {
        text.write(all[at++]);
      }
    }

    ByteArrayOutputStream out = new ByteArrayOutputStream();
    text.writeTo(out);

    assertThat(out.toByteArray()).isEqualTo(all);
    assertThat(text.size()).isEqualTo(all.length);
  }

  private static byte[] bytes() {
    byte[] all = new byte[200_000];
    new Random(2).nextBytes(all);
    return all;
  }

  @Test
  void tag_passagesLeftOut_isTheHashOfTheRest() throws NoSuchAlgorithmException {
    byte[] all = bytes();
    TaggedText text = new TaggedText();
    text.write(all, 0, all.length);
    text.leaveOut(0, 10);
    text.leaveOut(60_000, 140_000); // over the ends of two pieces
    text.leaveOut(199_990, 200_000);

    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    sha.update(all, 10, 59_990);
    sha.update(all, 140_000, 59_990);
    String expected =
        Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(sha.digest(), 16));
    assertThat(text.tag()).isEqualTo(expected);
  }

  @Test
  void tag_manyPassages_areAllLeftOut() {
    TaggedText one = numbered("a");
    TaggedText other = numbered("other");

    assertThat(one.tag()).isEqualTo(other.tag());
  }

  private static TaggedText numbered(String passing) {
    TaggedText text = new TaggedText();
    for (int i = 0; i < 1_000; i++) {
      byte[] lasting = (i + ";").getBytes(UTF_8);
      text.write(lasting, 0, lasting.length);
      byte[] between = passing.getBytes(UTF_8);
      long from = text.size();
      text.write(between, 0, between.length);
      text.leaveOut(from, text.size());
    }
    return text;
  }
}
