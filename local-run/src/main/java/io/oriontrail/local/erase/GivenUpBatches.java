package io.oriontrail.local.erase;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oriontrail.ingest.RecordErasure;
import java.io.IOException;
import java.util.Collection;
import java.util.Set;

/** Objects of batches that the event source mapping gave up: whole records of many accounts. */
final class GivenUpBatches implements ErasableForm {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Set<String> accounts;
  private final RecordErasure erasure;

  GivenUpBatches(Collection<String> accounts) {
    this.accounts = Set.copyOf(accounts);
    this.erasure = new RecordErasure(accounts);
  }

  @Override
  public Stripped strip(byte[] object) throws IOException {
    JsonNode invocation = JSON.readTree(object);
    if (!(invocation.at("/payload/Records") instanceof ArrayNode records)) {
      throw new IOException("it holds no records");
    }
    ArrayNode left = JSON.createArrayNode();
    long erased = 0;
    long kept = 0;
    long unclear = 0;
    for (JsonNode one : records) {
      byte[] data = one.at("/kinesis/data").binaryValue();
      if (data == null || !(one.path("kinesis") instanceof ObjectNode kinesis)) {
        throw new IOException("a record has no data");
      }
      RecordErasure.Result result = erasure.without(data);
      boolean ofTheirs = accounts.contains(kinesis.path("partitionKey").asText());
      erased += ofTheirs ? Math.max(1, result.erased()) : result.erased();
      kept += result.kept();
      unclear += result.unclear();
      if (result.rest() != null) {
        kinesis.put("data", result.rest());
        if (ofTheirs) {
          kinesis.put("partitionKey", QuarantinedPieces.ERASED);
        }
        left.add(one);
      }
    }
    ((ObjectNode) invocation.path("payload")).set("Records", left);
    byte[] rest = erased == 0 ? object : JSON.writeValueAsBytes(invocation);
    return new Stripped(left.isEmpty() ? null : rest, erased, kept, unclear);
  }
}
