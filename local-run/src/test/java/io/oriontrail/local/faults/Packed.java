package io.oriontrail.local.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.oriontrail.event.StepEventJson;
import io.oriontrail.event.WireMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A record as a producer puts it, and what is known to be in it. Immutable; for one thread. */
final class Packed {
  private final byte[] data;
  private final List<WireMessage> good;
  private final List<String> bad;

  /** What a clean store makes of it; worked out once, for a record is put into many lines. */
  private final List<Map<String, AttributeValue>> items;

  private Packed(
      byte[] data,
      List<WireMessage> good,
      List<String> bad,
      List<Map<String, AttributeValue>> items) {
    this.data = data;
    this.good = good;
    this.bad = bad;
    this.items = items;
  }

  byte[] data() {
    return data;
  }

  /** The items that have to be in the table in the end. */
  List<Map<String, AttributeValue>> items() {
    return items;
  }

  /** The raw bytes, in base64, of what has to end in quarantine. */
  List<String> bad() {
    return bad;
  }

  static Packed plain(List<String> goodLines, List<String> badLines) {
    List<String> lines = new ArrayList<>(goodLines);
    lines.addAll(badLines);
    List<WireMessage> good = goodLines.stream().map(Packed::decoded).toList();
    return new Packed(
        (String.join("\n", lines) + "\n").getBytes(UTF_8),
        good,
        badLines.stream().map(line -> base64(line.getBytes(UTF_8))).toList(),
        Reference.itemsOf(good));
  }

  static Packed of(WireMessage... messages) {
    return plain(List.of(messages).stream().map(Packed::encoded).toList(), List.of());
  }

  /** A record that cannot be read at all. */
  static Packed unreadable(byte[] data) {
    return new Packed(data, List.of(), List.of(base64(data)), List.of());
  }

  Packed gzip() {
    return new Packed(gzip(data), good, bad, items);
  }

  int pieces() {
    return good.size() + bad.size();
  }

  static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }

  static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  static String encoded(WireMessage message) {
    return new String(StepEventJson.encode(message), UTF_8);
  }

  /** As ingest must understand it: an event without an id gets the one that follows from it. */
  private static WireMessage decoded(String line) {
    return StepEventJson.decode(line.getBytes(UTF_8)).message();
  }
}
