package io.oriontrail.local.redrive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A batch that the event source mapping gave up: an invocation record with the batch in it. */
final class FailureObject implements SetAside {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ObjectNode invocation;
  private final List<Piece> pieces;

  private FailureObject(ObjectNode invocation, List<Piece> pieces) {
    this.invocation = invocation;
    this.pieces = pieces;
  }

  /**
   * Takes an object apart.
   *
   * @throws IOException if it is no invocation record, or one without the records, as queues get it
   */
  static FailureObject read(byte[] object) throws IOException {
    if (!(JSON.readTree(object) instanceof ObjectNode invocation)) {
      throw new IOException("it is no JSON object");
    }
    JsonNode records = invocation.at("/payload/Records");
    if (!records.isArray()) {
      throw new IOException(
          "it holds no records; they lie in the stream from "
              + invocation.at("/KinesisBatchInfo/startSequenceNumber").asText("?")
              + " of "
              + invocation.at("/KinesisBatchInfo/shardId").asText("?")
              + " on, for as long as the stream keeps them");
    }
    String reason = invocation.at("/requestContext/condition").asText("UNKNOWN");
    List<Piece> pieces = new ArrayList<>();
    for (JsonNode one : records) {
      byte[] data = one.at("/kinesis/data").binaryValue();
      if (data == null) {
        throw new IOException("record " + (pieces.size() + 1) + " has no data");
      }
      pieces.add(new Piece(one.at("/kinesis/partitionKey").asText(), data, reason));
    }
    return new FailureObject(invocation, List.copyOf(pieces));
  }

  @Override
  public List<Piece> pieces() {
    return pieces;
  }

  /**
   * All are: it was never the records' fault as far as anybody knows, and ingest sorts them out.
   */
  @Override
  public boolean isFit(int index) {
    return true;
  }

  @Override
  public byte[] without(List<Integer> sent) {
    Set<Integer> gone = new HashSet<>(sent);
    ObjectNode rest = invocation.deepCopy();
    ArrayNode left = JSON.createArrayNode();
    JsonNode records = invocation.at("/payload/Records");
    for (int i = 0; i < records.size(); i++) {
      if (!gone.contains(i)) {
        left.add(records.get(i));
      }
    }
    ((ObjectNode) rest.path("payload")).set("Records", left);
    try {
      return JSON.writeValueAsBytes(rest);
    } catch (IOException e) {
      throw new IllegalStateException("what was read as JSON can be written as JSON", e);
    }
  }
}
