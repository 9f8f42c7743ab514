package io.oriontrail.local.erase;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oriontrail.ingest.RecordErasure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Set;

/** Objects of the quarantine: a JSON line for each unfit piece, with its raw bytes. */
final class QuarantinedPieces implements ErasableForm {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** In place of a partition key that is an account's id, as some producers have it. */
  static final String ERASED = "erased";

  private final Set<String> accounts;
  private final RecordErasure erasure;

  QuarantinedPieces(Collection<String> accounts) {
    this.accounts = Set.copyOf(accounts);
    this.erasure = new RecordErasure(accounts);
  }

  @Override
  public Stripped strip(byte[] object) throws IOException {
    ByteArrayOutputStream rest = new ByteArrayOutputStream(object.length);
    long erased = 0;
    long kept = 0;
    long unclear = 0;
    for (String line : new String(object, StandardCharsets.UTF_8).lines().toList()) {
      JsonNode entry = JSON.readTree(line);
      byte[] raw = entry.path("raw").binaryValue();
      if (!(entry instanceof ObjectNode piece) || raw == null) {
        throw new IOException("a line has no field 'raw'");
      }
      RecordErasure.Result result = erasure.without(raw);
      boolean ofTheirs = accounts.contains(entry.path("partitionKey").asText());
      kept += result.kept();
      unclear += result.unclear();
      if (result.erased() == 0 && !ofTheirs) {
        rest.writeBytes(line.getBytes(StandardCharsets.UTF_8));
        rest.write('\n');
        continue;
      }
      erased += Math.max(1, result.erased());
      if (result.rest() != null) {
        // The detail may quote what was taken out.
        piece.put("detail", "").put("field", "").put("raw", result.rest());
        piece.put("partitionKey", ofTheirs ? ERASED : entry.path("partitionKey").asText());
        rest.writeBytes(JSON.writeValueAsBytes(piece));
        rest.write('\n');
      }
    }
    return new Stripped(kept == 0 ? null : rest.toByteArray(), erased, kept, unclear);
  }
}
