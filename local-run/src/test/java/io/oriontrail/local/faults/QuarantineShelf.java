package io.oriontrail.local.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What lies in quarantine, read as its contract says and not with the code that wrote it. */
final class QuarantineShelf {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final FaultyS3 s3;
  private final Set<String> seen = new HashSet<>();
  private final Set<String> raws = new HashSet<>();
  private int pieces;

  QuarantineShelf(FaultyS3 s3) {
    this.s3 = s3;
  }

  /** The raw bytes of everything on it, in base64. */
  Set<String> raws() {
    look();
    return Set.copyOf(raws);
  }

  /** Pieces put on it, again and again counted. */
  int pieces() {
    look();
    return pieces;
  }

  /** The reasons on it, once for each piece. */
  List<String> reasons() {
    List<String> reasons = new ArrayList<>();
    s3.objects()
        .values()
        .forEach(object -> entries(object).forEach(e -> reasons.add(e.path("reason").asText())));
    return reasons;
  }

  private void look() {
    for (Map.Entry<String, byte[]> object : s3.objects().entrySet()) {
      if (seen.add(object.getKey())) {
        for (JsonNode entry : entries(object.getValue())) {
          raws.add(entry.path("raw").asText());
          pieces += entry.path("events").asInt();
        }
      }
    }
  }

  private static List<JsonNode> entries(byte[] object) {
    List<JsonNode> entries = new ArrayList<>();
    for (String line : new String(object, UTF_8).lines().toList()) {
      try {
        entries.add(JSON.readTree(line));
      } catch (JacksonException e) {
        throw new AssertionError("no JSON in quarantine: " + line, e);
      }
    }
    return entries;
  }
}
