package io.oriontrail.local.redrive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oriontrail.ingest.RecordCheck;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What ingest put into quarantine in one invocation: a JSON line for each unfit piece. */
final class QuarantineObject implements SetAside {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<String> lines;
  private final List<Piece> pieces;

  private QuarantineObject(List<String> lines, List<Piece> pieces) {
    this.lines = lines;
    this.pieces = pieces;
  }

  /**
   * Takes an object apart.
   *
   * @throws IOException if it is not as ingest writes it; says where
   */
  static QuarantineObject read(byte[] object) throws IOException {
    List<String> lines =
        new String(object, StandardCharsets.UTF_8).lines().filter(line -> !line.isBlank()).toList();
    List<Piece> pieces = new ArrayList<>();
    for (String line : lines) {
      JsonNode entry = JSON.readTree(line);
      byte[] raw = entry.path("raw").binaryValue();
      if (raw == null) {
        throw new IOException("line " + (pieces.size() + 1) + " has no field 'raw'");
      }
      pieces.add(
          new Piece(
              entry.path("partitionKey").asText(), raw, entry.path("reason").asText("UNKNOWN")));
    }
    return new QuarantineObject(lines, List.copyOf(pieces));
  }

  @Override
  public List<Piece> pieces() {
    return pieces;
  }

  @Override
  public boolean isFit(int index) {
    return RecordCheck.of(pieces.get(index).data()).passes();
  }

  /** Lines that stay, stay to the byte. */
  @Override
  public byte[] without(List<Integer> sent) {
    Set<Integer> gone = new HashSet<>(sent);
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    for (int i = 0; i < lines.size(); i++) {
      if (!gone.contains(i)) {
        rest.writeBytes(lines.get(i).getBytes(StandardCharsets.UTF_8));
        rest.write('\n');
      }
    }
    return rest.toByteArray();
  }
}
