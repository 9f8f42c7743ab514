package io.oriontrail.event;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Times on the wire: read as RFC 3339 with 0 to 9 fractional digits, written as UTC with exactly 9,
 * so that text order is time order.
 */
public final class Rfc3339 {
  /**
   * Length of what {@link #format} writes for the legal years: {@code
   * 2026-11-22T10:15:30.123456789Z}.
   */
  public static final int LENGTH = 30;

  private static final int SECONDS_PER_DAY = 86_400;

  private Rfc3339() {}

  /** The instant as UTC with 9 fractional digits; years 0 to 9999. */
  public static String format(Instant instant) {
    byte[] text = new byte[LENGTH];
    format(instant, text, 0);
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  /** Writes the {@value #LENGTH} ASCII bytes of {@link #format(Instant)} at {@code offset}. */
  public static void format(Instant instant, byte[] target, int offset) {
    long second = instant.getEpochSecond();
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(second, (long) SECONDS_PER_DAY));
    int ofDay = (int) Math.floorMod(second, (long) SECONDS_PER_DAY);
    digits(target, offset, 4, date.getYear());
    target[offset + 4] = '-';
    digits(target, offset + 5, 2, date.getMonthValue());
    target[offset + 7] = '-';
    digits(target, offset + 8, 2, date.getDayOfMonth());
    target[offset + 10] = 'T';
    digits(target, offset + 11, 2, ofDay / 3600);
    target[offset + 13] = ':';
    digits(target, offset + 14, 2, ofDay / 60 % 60);
    target[offset + 16] = ':';
    digits(target, offset + 17, 2, ofDay % 60);
    target[offset + 19] = '.';
    digits(target, offset + 20, 9, instant.getNano());
    target[offset + 29] = 'Z';
  }

  static void digits(byte[] target, int offset, int count, int value) {
    int rest = value;
    int at = offset + count;
    while (at - offset >= 2) {
      at -= 2;
      pair(target, at, rest % 100);
      rest /= 100;
    }
    if (at > offset) {
      target[offset] = (byte) ('0' + rest % 10);
    }
  }

  /** The two digits of a number below 100. */
  static void pair(byte[] target, int offset, int value) {
    int tens = (value * 205) >>> 11; // value / 10 for what is below 100 (and a little beyond)
    target[offset] = (byte) ('0' + tens);
    target[offset + 1] = (byte) ('0' + value - 10 * tens);
  }

  /**
   * The instant that the text names, or null where it is no RFC 3339 time. A leap second counts as
   * the second before it.
   */
  public static @Nullable Instant parse(String text) {
    int length = text.length();
    if (length < 20
        || text.charAt(4) != '-'
        || text.charAt(7) != '-'
        || (text.charAt(10) | 0x20) != 't'
        || text.charAt(13) != ':'
        || text.charAt(16) != ':') {
      return null;
    }
    int hour = number(text, 11, 13);
    int minute = number(text, 14, 16);
    int second = number(text, 17, 19);
    int nano = 0;
    int at = 19;
    if (text.charAt(at) == '.') {
      int first = ++at;
      while (at < length && Character.digit(text.charAt(at), 10) >= 0) {
        at++;
      }
      int places = at - first;
      if (places < 1 || places > 9) {
        return null;
      }
      nano = number(text, first, at);
      for (int i = places; i < 9; i++) {
        nano *= 10;
      }
    }
    int offset = offsetSeconds(text, at);
    if (hour > 23 || minute > 59 || second > 60 || offset == ILLEGAL) {
      return null;
    }
    int year = number(text, 0, 4);
    int month = number(text, 5, 7);
    int day = number(text, 8, 10);
    if (Math.min(
            Math.min(Math.min(year, month), Math.min(day, hour)),
            Math.min(minute, Math.min(second, nano)))
        < 0) {
      return null;
    }
    try {
      long days = LocalDate.of(year, month, day).toEpochDay();
      return Instant.ofEpochSecond(
          days * SECONDS_PER_DAY + hour * 3600L + minute * 60L + Math.min(second, 59) - offset,
          nano);
    } catch (DateTimeException e) {
      return null; // such as 30 February
    }
  }

  private static final int ILLEGAL = Integer.MIN_VALUE;

  private static int offsetSeconds(String text, int at) {
    int length = text.length();
    if (at == length) {
      return ILLEGAL;
    }
    char sign = text.charAt(at);
    if (sign == 'Z' || sign == 'z') {
      return at + 1 == length ? 0 : ILLEGAL;
    }
    if ((sign != '+' && sign != '-') || length != at + 6 || text.charAt(at + 3) != ':') {
      return ILLEGAL;
    }
    int hours = number(text, at + 1, at + 3);
    int minutes = number(text, at + 4, at + 6);
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) {
      return ILLEGAL;
    }
    int seconds = hours * 3600 + minutes * 60;
    return sign == '-' ? -seconds : seconds;
  }

  /** The ASCII digits from {@code from} to {@code to} as a number, or -1 where one is no digit. */
  private static int number(String text, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }
}
