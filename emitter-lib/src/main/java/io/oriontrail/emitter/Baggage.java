package io.oriontrail.emitter;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.InvalidEventException;
import io.oriontrail.event.Limits;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one service tells the next about an execution, as members of the W3C Baggage header (<a
 * href="https://www.w3.org/TR/baggage/">W3C Baggage</a>, 2024). Members of others stay as they are.
 * Written down for other languages in {@code docs/contracts/handover.md}.
 *
 * @param runId the run that caused the call, or null
 */
record Baggage(ExecutionKey key, @Nullable String runId) {
  static final String HEADER = "baggage";

  /** What every implementation of the standard must carry, and we therefore never exceed. */
  static final int MAX_BYTES = 8_192;

  static final int MAX_MEMBERS = 64;

  private static final String ACCOUNT = "orion.account";
  private static final String EXECUTION = "orion.execution";
  private static final String RUN = "orion.run";

  /** Legal in a value beside letters and digits; all else, and the per cent sign, is encoded. */
  private static final String PLAIN = "!#$&'()*+-./:<=>?@[]^_`{|}~";

  private static final String HEX = "0123456789ABCDEF";

  /**
   * Adds this to the headers in place of what they said before.
   *
   * @return whether it could be added: not if the header would become longer than the standard
   *     allows; the headers are then as they were
   */
  boolean writeTo(Map<String, String> headers) {
    String name = nameIn(headers);
    String before = headers.get(name);
    if (before != null && before.length() > MAX_BYTES) {
      return false;
    }
    StringBuilder members = new StringBuilder();
    int count = before == null ? 0 : copyOthers(before, members);
    count += add(members, ACCOUNT, key.accountId());
    count += add(members, EXECUTION, key.executionId());
    count += runId == null ? 0 : add(members, RUN, runId);
    String header = members.toString();
    if (count > MAX_MEMBERS || header.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      return false;
    }
    headers.put(name, header);
    return true;
  }

  /** What the headers tell, or null if that is nothing, or nothing legal. */
  static @Nullable Baggage readFrom(Map<String, String> headers) {
    String header = headers.get(nameIn(headers));
    String account = null;
    String execution = null;
    String run = null;
    int from = 0;
    while (header != null && from < header.length()) {
      int comma = header.indexOf(',', from);
      int end = comma < 0 ? header.length() : comma;
      if (end > MAX_BYTES) {
        break; // longer than anybody need carry: what lies beyond is not looked at
      }
      String member = header.substring(from, end);
      switch (keyOf(member)) {
        case ACCOUNT -> account = valueOf(member);
        case EXECUTION -> execution = valueOf(member);
        case RUN -> run = valueOf(member);
        default -> {} // somebody else's
      }
      from = end + 1;
    }
    return account == null || execution == null ? null : of(account, execution, run);
  }

  private static @Nullable Baggage of(String account, String execution, @Nullable String run) {
    try {
      ExecutionKey key = ExecutionKey.of(account, execution);
      return new Baggage(key, run != null && isToken(run) ? run : null);
    } catch (InvalidEventException e) {
      return null;
    }
  }

  /** Names of headers are the same in any case; maps often do not know that. */
  private static String nameIn(Map<String, String> headers) {
    if (headers.get(HEADER) == null) {
      for (String name : headers.keySet()) {
        if (HEADER.equalsIgnoreCase(name)) {
          return name;
        }
      }
    }
    return HEADER;
  }

  private static int copyOthers(String header, StringBuilder to) {
    int count = 0;
    for (String member : header.split(",", -1)) {
      boolean ours =
          switch (keyOf(member)) {
            case ACCOUNT, EXECUTION, RUN -> true;
            default -> member.isBlank();
          };
      if (!ours) {
        to.append(count++ == 0 ? "" : ",").append(member);
      }
    }
    return count;
  }

  private static String keyOf(String member) {
    int equals = member.indexOf('=');
    return equals < 0 ? "" : member.substring(0, equals).strip();
  }

  /** The value, decoded and without the properties behind it; null where it is not legal. */
  private static @Nullable String valueOf(String member) {
    int from = member.indexOf('=') + 1;
    int semicolon = member.indexOf(';', from);
    return decode(member.substring(from, semicolon < 0 ? member.length() : semicolon).strip());
  }

  private static int add(StringBuilder members, String name, String value) {
    members.append(members.isEmpty() ? "" : ",").append(name).append('=');
    for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (octet & 0xFF);
      if (isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0) {
        members.append(c);
      } else {
        members.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xF));
      }
    }
    return 1;
  }

  private static @Nullable String decode(String text) {
    ByteBuffer octets = ByteBuffer.allocate(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        if (i + 2 >= text.length()
            || !HexFormat.isHexDigit(text.charAt(i + 1))
            || !HexFormat.isHexDigit(text.charAt(i + 2))) {
          return null;
        }
        octets.put((byte) HexFormat.fromHexDigits(text, i + 1, i + 3));
        i += 2;
      } else if (c > ' ' && c < 0x7F) {
        octets.put((byte) c);
      } else {
        return null;
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(octets.flip()).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  private static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isLetterOrDigit(c) && c != '_' && c != '-') {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= Limits.MAX_TOKEN_LENGTH;
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
