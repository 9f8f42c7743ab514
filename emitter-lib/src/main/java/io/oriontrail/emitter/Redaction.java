package io.oriontrail.emitter;

import io.oriontrail.event.Attributes;
import io.oriontrail.event.Limits;
import io.oriontrail.event.StepEvent;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What must not leave the process as it is: attributes that are left out or replaced by a hash, and
 * parts of error messages. Applied on the caller's thread before an event waits anywhere, to events
 * made by the handles and to ready-made ones alike. Immutable; every method returns a new one.
 *
 * <pre>{@code
 * Redaction.none()
 *     .allowAttributes("provider", "region")
 *     .hashAttributes(key, "customer")
 *     .maskMessages(Pattern.compile("[A-Z]{2}\\d{2}[A-Z0-9]{11,30}"))
 * }</pre>
 *
 * <p>Names are compared exactly. An attribute that is hashed is thereby allowed. Ids, step names
 * and error codes are not looked at: do not put into them what must not be seen.
 */
public final class Redaction {
  /** What stands in an error message for what was masked. */
  public static final String MASK = "[redacted]";

  /** What a hashed value begins with; 32 hexadecimal digits follow. */
  public static final String HASH_PREFIX = "hmac:";

  /** The fewest bytes of a key for hashing. */
  public static final int MIN_KEY_BYTES = 16;

  private static final String ALGORITHM = "HmacSHA256";
  private static final int HASH_BYTES = 16;

  /** A character outside of the basic plane counts as one and takes two. */
  private static final int MESSAGE_KEPT = 2 * Limits.MAX_ERROR_MESSAGE_LENGTH;

  /** A match may begin within what is kept of a message and reach beyond it by as much again. */
  private static final int MESSAGE_SEARCHED = 2 * MESSAGE_KEPT;

  private static final Redaction NONE = new Redaction(null, Set.of(), Set.of(), null, List.of());

  private final @Nullable Set<String> allowed;
  private final Set<String> dropped;
  private final Set<String> hashed;
  private final @Nullable SecretKeySpec key;
  private final List<Pattern> masks;

  private Redaction(
      @Nullable Set<String> allowed,
      Set<String> dropped,
      Set<String> hashed,
      @Nullable SecretKeySpec key,
      List<Pattern> masks) {
    this.allowed = allowed;
    this.dropped = dropped;
    this.hashed = hashed;
    this.key = key;
    this.masks = masks;
  }

  /** Everything leaves as it is. */
  public static Redaction none() {
    return NONE;
  }

  /** Only these attributes, those allowed before, and hashed ones may leave. */
  public Redaction allowAttributes(String... names) {
    Set<String> before = allowed == null ? Set.of() : allowed;
    return new Redaction(with(before, names), dropped, hashed, key, masks);
  }

  /** These attributes are left out, even where they are allowed or hashed. */
  public Redaction dropAttributes(String... names) {
    return new Redaction(allowed, with(dropped, names), hashed, key, masks);
  }

  /**
   * The values of these attributes are replaced by {@value #HASH_PREFIX} and the first 128 bits of
   * HMAC-SHA-256 over their UTF-8 form, in lower-case hexadecimal digits: equal values stay equal,
   * and without the key nobody can try values out.
   *
   * @param secret at least 16 bytes; the same in all services whose values are to be compared. One
   *     key for all hashed attributes: the latest counts
   * @throws IllegalArgumentException if the key is too short; tells its length only
   */
  public Redaction hashAttributes(byte[] secret, String... names) {
    if (secret.length < MIN_KEY_BYTES) {
      throw new IllegalArgumentException(
          "the key for hashing needs at least "
              + MIN_KEY_BYTES
              + " bytes; it has "
              + secret.length
              + ": generate one at random");
    }
    SecretKeySpec copy = new SecretKeySpec(secret, ALGORITHM);
    return new Redaction(allowed, dropped, with(hashed, names), copy, masks);
  }

  /**
   * Each match of the pattern in an error message is replaced by {@value #MASK}, before the message
   * is cut to its 1,024 characters; a match may be 2,048 long. The pattern runs on the thread that
   * fails a run: beware of patterns that backtrack without end.
   */
  public Redaction maskMessages(Pattern pattern) {
    List<Pattern> all = new ArrayList<>(masks);
    all.add(pattern);
    return new Redaction(allowed, dropped, hashed, key, List.copyOf(all));
  }

  private static Set<String> with(Set<String> before, String... names) {
    Set<String> all = new HashSet<>(before);
    for (String name : names) {
      if (name.isEmpty()) {
        throw new IllegalArgumentException("an attribute's name must not be empty");
      }
      all.add(name);
    }
    return Set.copyOf(all);
  }

  boolean isNone() {
    return allowed == null && dropped.isEmpty() && hashed.isEmpty() && masks.isEmpty();
  }

  /** What may leave of this attribute's value, or null where nothing may. */
  @Nullable String attribute(String name, String value) {
    if (dropped.contains(name)) {
      return null;
    }
    if (hashed.contains(name)) {
      return hash(value);
    }
    return allowed == null || allowed.contains(name) || name.equals(Recorder.SAMPLED_OUT)
        ? value
        : null;
  }

  /** What may leave of this error message. */
  @Nullable String message(@Nullable String message) {
    if (message == null || masks.isEmpty()) {
      return message;
    }
    String left = message.substring(0, Math.min(message.length(), MESSAGE_SEARCHED));
    int kept = Math.min(left.length(), MESSAGE_KEPT);
    try {
      for (Pattern mask : masks) {
        StringBuilder masked = new StringBuilder(left.length());
        int keptNow = mask(mask.matcher(left), left, kept, masked);
        left = masked.toString();
        kept = keptNow;
      }
      return left.substring(0, kept) + (message.length() > MESSAGE_KEPT ? "…" : "");
    } catch (StackOverflowError e) { // a pattern too deep for this text: better none than too much
      return MASK;
    }
  }

  /**
   * Writes the masked text; returns how many of its characters stand for the first {@code kept} of
   * the original. What lies beyond was only there to complete matches.
   */
  private static int mask(Matcher match, String text, int kept, StringBuilder masked) {
    int keptNow = -1;
    int copied = 0;
    while (match.find()) {
      if (match.end() == match.start()) {
        continue;
      }
      if (keptNow < 0 && match.start() >= kept) {
        keptNow = masked.length() + kept - copied;
      }
      masked.append(text, copied, match.start()).append(MASK);
      copied = match.end();
      if (keptNow < 0 && copied >= kept) {
        keptNow = masked.length();
      }
    }
    int end = keptNow < 0 ? masked.length() + kept - copied : keptNow;
    masked.append(text, copied, text.length());
    return end;
  }

  /** What may leave of a ready-made event. */
  StepEvent event(StepEvent event) {
    Map<String, String> left = new TreeMap<>();
    event
        .attributes()
        .forEach(
            (name, value) -> {
              String shown = attribute(name, value);
              if (shown != null) {
                left.put(name, shown);
              }
            });
    return event.toBuilder()
        .attributes(Attributes.copyOf(left))
        .errorMessage(message(event.errorMessage()))
        .build();
  }

  private @Nullable String hash(String value) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      byte[] hash = mac.doFinal(value.getBytes(StandardCharsets.UTF_8));
      return HASH_PREFIX + HexFormat.of().formatHex(Arrays.copyOf(hash, HASH_BYTES));
    } catch (GeneralSecurityException e) {
      return null; // a platform without HMAC: the value must not leave as it is
    }
  }
}
