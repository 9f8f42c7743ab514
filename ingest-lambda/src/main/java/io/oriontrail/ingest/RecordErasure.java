package io.oriontrail.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.oriontrail.event.JsonLines;
import io.oriontrail.event.StepEvent;
import io.oriontrail.event.WireMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Takes accounts out of a record of any of the wire forms, for tools that erase them from what was
 * set aside. Of what cannot be read as events it looks for the account's id as a JSON string, so
 * that an id is never found within another one. Not safe for use by several threads at once.
 */
public final class RecordErasure {
  private static final int CHUNK = 16 << 10;

  private final Collection<String> accounts;
  private final List<byte[]> quoted = new ArrayList<>();
  private final RecordDecoder decoder = new RecordDecoder();
  private final Expansion expansion = new Expansion();

  public RecordErasure(Collection<String> accounts) {
    this.accounts = List.copyOf(accounts);
    for (String account : accounts) {
      quoted.add(quoted(account, false).getBytes(UTF_8));
      quoted.add(quoted(account, true).getBytes(UTF_8));
    }
  }

  /**
   * A record without the accounts.
   *
   * @param rest the same bytes where nothing was taken out; null where nothing is left; else the
   *     other events in lines, compressed with gzip
   * @param erased pieces taken out
   * @param kept pieces that stay
   * @param unclear of these, so many that cannot be looked into, such as broken compression
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Result(byte @Nullable [] rest, int erased, int kept, int unclear) {}

  /** Takes the accounts out; never throws for what the bytes hold. */
  public Result without(byte[] record) {
    DecodedRecord decoded = decoder.decode(record);
    JsonLines others = new JsonLines(CHUNK);
    ByteArrayOutputStream unfit = new ByteArrayOutputStream();
    int erased = 0;
    int kept = 0;
    int unclear = 0;
    for (WireMessage message : decoded.messages()) {
      if (message instanceof StepEvent event && accounts.contains(event.key().accountId())) {
        erased++;
      } else {
        others.add(message);
        kept++;
      }
    }
    for (Unfit piece : decoded.unfit()) {
      Boolean mentioned = mentions(piece.raw());
      if (Boolean.TRUE.equals(mentioned)) {
        erased += piece.pieces();
      } else {
        kept += piece.pieces();
        unclear += mentioned == null ? piece.pieces() : 0;
        unfit.writeBytes(piece.raw());
        unfit.write('\n');
      }
    }
    if (erased == 0) {
      return new Result(record, 0, kept, unclear);
    }
    byte[] rest = kept == 0 ? null : compressed(others, unfit);
    return new Result(rest, erased, kept, unclear);
  }

  /** Whether the text holds an account's id as a JSON string, in whatever place. */
  public boolean isMentionedIn(byte[] text) {
    return holds(text, text.length);
  }

  /** Whether the bytes hold an account's id as a JSON string; null where they cannot be read. */
  private @Nullable Boolean mentions(byte[] raw) {
    if (holds(raw, raw.length)) {
      return true;
    }
    Expansion.Form form = Expansion.Form.of(raw, 0, raw.length);
    if (form == Expansion.Form.PLAIN) {
      return KplAggregate.is(raw, 0, raw.length) ? null : Boolean.FALSE;
    }
    try {
      int length = expansion.expand(form, raw, 0, raw.length, RecordDecoder.MAX_EXPANDED);
      boolean found = holds(expansion.buffer(), Math.min(length, RecordDecoder.MAX_EXPANDED));
      if (!found && length > RecordDecoder.MAX_EXPANDED) {
        return null;
      }
      return found;
    } catch (IOException e) {
      return null;
    }
  }

  private boolean holds(byte[] text, int length) {
    return quoted.stream().anyMatch(word -> indexOf(text, length, word) >= 0);
  }

  private static int indexOf(byte[] text, int length, byte[] word) {
    for (int from = 0; from <= length - word.length; from++) {
      int same = 0;
      while (same < word.length && text[from + same] == word[same]) {
        same++;
      }
      if (same == word.length) {
        return from;
      }
    }
    return -1;
  }

  /** As a JSON writer has it: with other scripts as they are, or escaped, as some do. */
  private static String quoted(String account, boolean ascii) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < account.length(); i++) {
      char c = account.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (ascii && c > '~') {
        json.append("\\u%04x".formatted((int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }

  private static byte[] compressed(JsonLines others, ByteArrayOutputStream unfit) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(CHUNK);
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(others.array(), 0, others.size());
      unfit.writeTo(gzip);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to memory", e);
    }
    return bytes.toByteArray();
  }
}
