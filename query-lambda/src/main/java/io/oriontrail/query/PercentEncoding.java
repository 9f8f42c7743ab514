package io.oriontrail.query;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Decodes what stands in a query string, once and strictly. */
final class PercentEncoding {
  private PercentEncoding() {}

  /**
   * Decodes {@code %XX} as UTF-8 and {@code +} as a space, as forms and URLSearchParams write it.
   *
   * @param name what this is, for the message
   * @throws ProblemException if a {@code %} is not followed by two hexadecimal digits, or the bytes
   *     are no UTF-8
   */
  static String decode(String text, String name) {
    if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
      return text;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer decoded = ByteBuffer.allocate(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '+') {
        decoded.put((byte) ' ');
      } else if (bytes[i] == '%') {
        decoded.put(hexByte(bytes, i, name));
        i += 2;
      } else {
        decoded.put(bytes[i]);
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(decoded.flip()).toString();
    } catch (CharacterCodingException e) {
      throw malformed(name, "the bytes that its %XX stand for are no UTF-8");
    }
  }

  private static byte hexByte(byte[] bytes, int percent, String name) {
    boolean legal =
        percent + 2 < bytes.length
            && HexFormat.isHexDigit(bytes[percent + 1])
            && HexFormat.isHexDigit(bytes[percent + 2]);
    if (!legal) {
      throw malformed(name, "a % must be followed by two hexadecimal digits; write % as %25");
    }
    return (byte)
        (HexFormat.fromHexDigit(bytes[percent + 1]) << 4
            | HexFormat.fromHexDigit(bytes[percent + 2]));
  }

  private static ProblemException malformed(String name, String why) {
    return new ProblemException(
        ProblemType.MALFORMED_REQUEST,
        "The percent-encoding of '" + name + "' is broken: " + why + ".");
  }
}
