package io.oriontrail.local.kinesis;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The fields of a request, checked as they are asked for, with the service's own complaints. */
final class Params {
  private static final String STREAM_NAME_PATTERN = "[a-zA-Z0-9_.-]+";
  private static final int MAX_STREAM_NAME = 128;
  private static final String ARN_MARK = ":stream/";

  private final JsonNode fields;
  private final WireFormat format;

  /** Where these fields lie within the request, as validation messages name it. */
  private final String path;

  private Params(JsonNode fields, WireFormat format, String path) {
    this.fields = fields;
    this.format = format;
    this.path = path;
  }

  static Params read(byte[] body, WireFormat format) {
    try {
      JsonNode fields = format.read(body);
      if (fields != null && fields.isObject()) {
        return new Params(fields, format, "");
      }
    } catch (IOException e) {
      // Falls through: the service does not say what is wrong with the bytes either.
    }
    throw KinesisException.of("SerializationException", "The request body is no object.");
  }

  @Nullable String text(String field) {
    JsonNode value = fields.get(field);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isTextual()) {
      throw mistyped(field, "String");
    }
    return value.textValue();
  }

  String requiredText(String field) {
    String value = text(field);
    if (value == null) {
      throw missing(field);
    }
    return value;
  }

  String requiredText(String field, int maxLength) {
    String value = requiredText(field);
    if (value.isEmpty()) {
      throw invalid(field, value, "Member must have length greater than or equal to 1");
    }
    if (value.length() > maxLength) {
      throw invalid(field, value, "Member must have length less than or equal to " + maxLength);
    }
    return value;
  }

  int integer(String field, int min, int max, int absent) {
    JsonNode value = fields.get(field);
    if (value == null || value.isNull()) {
      return absent;
    }
    if (!value.canConvertToInt() || !value.isIntegralNumber()) {
      throw mistyped(field, "Integer");
    }
    if (value.intValue() < min) {
      throw invalid(
          field, value.asText(), "Member must have value greater than or equal to " + min);
    }
    if (value.intValue() > max) {
      throw invalid(field, value.asText(), "Member must have value less than or equal to " + max);
    }
    return value.intValue();
  }

  int requiredInteger(String field, int min, int max) {
    if (!has(field)) {
      throw missing(field);
    }
    return integer(field, min, max, min);
  }

  @Nullable Instant time(String field) {
    JsonNode value = fields.get(field);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isNumber()) {
      throw mistyped(field, "Timestamp");
    }
    return format.timeOf(value);
  }

  byte[] blob(String field, int maxLength) {
    JsonNode value = fields.get(field);
    if (value == null || value.isNull()) {
      throw missing(field);
    }
    byte[] data;
    try {
      data = value.binaryValue();
    } catch (IOException e) {
      data = null;
    }
    if (data == null) {
      throw mistyped(field, "Blob");
    }
    if (data.length > maxLength) {
      throw KinesisException.validation(
          "Value at '"
              + memberOf(field)
              + "' failed to satisfy constraint: Member must have length"
              + " less than or equal to "
              + maxLength);
    }
    return data;
  }

  /** One or more structures. */
  List<Params> list(String field, int max) {
    JsonNode value = fields.get(field);
    if (value == null || value.isNull()) {
      throw missing(field);
    }
    if (!value.isArray()) {
      throw mistyped(field, "List");
    }
    if (value.isEmpty()) {
      throw invalid(field, "[]", "Member must have length greater than or equal to 1");
    }
    if (value.size() > max) {
      throw KinesisException.validation(
          "Value at '"
              + memberOf(field)
              + "' failed to satisfy constraint: Member must have length"
              + " less than or equal to "
              + max);
    }
    List<Params> members = new ArrayList<>(value.size());
    for (JsonNode member : value) {
      if (!member.isObject()) {
        throw mistyped(field, "Structure");
      }
      members.add(
          new Params(member, format, memberOf(field) + "." + (members.size() + 1) + ".member."));
    }
    return members;
  }

  @Nullable Params structure(String field) {
    JsonNode value = fields.get(field);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isObject()) {
      throw mistyped(field, "Structure");
    }
    return new Params(value, format, memberOf(field) + ".");
  }

  /** The stream that the request names, by name or by ARN. */
  String streamName() {
    String arn = text("StreamARN");
    if (arn != null && !has("StreamName")) {
      int mark = arn.indexOf(ARN_MARK);
      if (mark < 0) {
        throw invalid("StreamARN", arn, "Member must be the ARN of a stream");
      }
      return arn.substring(mark + ARN_MARK.length());
    }
    String name = requiredText("StreamName", MAX_STREAM_NAME);
    if (!name.matches(STREAM_NAME_PATTERN)) {
      throw invalid(
          "StreamName",
          name,
          "Member must satisfy regular expression pattern: " + STREAM_NAME_PATTERN);
    }
    return name;
  }

  boolean has(String field) {
    return fields.hasNonNull(field);
  }

  /** How many records a put carries; 0 for every other call. */
  int entries() {
    JsonNode records = fields.get("Records");
    return records != null && records.isArray() ? records.size() : has("PartitionKey") ? 1 : 0;
  }

  KinesisException invalid(String field, String value, String rule) {
    return KinesisException.validation(
        "Value '" + value + "' at '" + memberOf(field) + "' failed to satisfy constraint: " + rule);
  }

  private KinesisException missing(String field) {
    return KinesisException.validation(
        "Value null at '"
            + memberOf(field)
            + "' failed to satisfy constraint: Member must not be null");
  }

  private KinesisException mistyped(String field, String type) {
    return KinesisException.of(
        "SerializationException", "'" + memberOf(field) + "' cannot be converted to " + type);
  }

  private String memberOf(String field) {
    return path + field.substring(0, 1).toLowerCase(Locale.ROOT) + field.substring(1);
  }
}
