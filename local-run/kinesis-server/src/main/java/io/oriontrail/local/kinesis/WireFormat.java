package io.oriontrail.local.kinesis;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The two encodings of the protocol. They differ in blobs and in times. */
enum WireFormat {
  /** Blobs as byte strings; times as tagged epoch milliseconds, as the AWS SDK for Java has it. */
  CBOR("application/x-amz-cbor-1.1") {
    @Override
    ObjectMapper mapper() {
      return Mappers.CBOR;
    }

    @Override
    void writeTime(JsonGenerator out, String field, Instant time) throws IOException {
      out.writeFieldName(field);
      ((CBORGenerator) out).writeTag(EPOCH_TIME);
      out.writeNumber(time.toEpochMilli());
    }

    @Override
    Instant timeOf(JsonNode number) {
      return number.isIntegralNumber()
          ? Instant.ofEpochMilli(number.longValue())
          : secondsOf(number);
    }
  },

  /** Blobs as base64; times as epoch seconds with a fraction. */
  JSON("application/x-amz-json-1.1") {
    @Override
    ObjectMapper mapper() {
      return Mappers.JSON;
    }

    @Override
    void writeTime(JsonGenerator out, String field, Instant time) throws IOException {
      out.writeNumberField(field, BigDecimal.valueOf(time.toEpochMilli(), MILLI_DIGITS));
    }

    @Override
    Instant timeOf(JsonNode number) {
      return secondsOf(number);
    }
  };

  private static final int EPOCH_TIME = 1;
  private static final int MILLI_DIGITS = 3;
  private static final int MAX_STRING = 16 << 20;

  private final String contentType;

  WireFormat(String contentType) {
    this.contentType = contentType;
  }

  /** By a request's Content-Type; null if it is neither. */
  static @Nullable WireFormat of(@Nullable String contentType) {
    if (contentType == null) {
      return null;
    }
    String bare = contentType.split(";", 2)[0].strip();
    for (WireFormat format : values()) {
      if (format.contentType.equalsIgnoreCase(bare)) {
        return format;
      }
    }
    return null;
  }

  abstract ObjectMapper mapper();

  abstract void writeTime(JsonGenerator out, String field, Instant time) throws IOException;

  abstract Instant timeOf(JsonNode number);

  String contentType() {
    return contentType;
  }

  JsonNode read(byte[] body) throws IOException {
    return mapper().readTree(body);
  }

  JsonGenerator generator(OutputStream out) throws IOException {
    return mapper().createGenerator(out);
  }

  private static Instant secondsOf(JsonNode number) {
    return Instant.ofEpochMilli(number.decimalValue().movePointRight(MILLI_DIGITS).longValue());
  }

  /** Apart, because an enum's own fields are to be immutable; these are safe once configured. */
  private static final class Mappers {
    static final ObjectMapper CBOR = new CBORMapper(new CBORFactory());
    static final ObjectMapper JSON = jsonMapper();

    private Mappers() {}

    private static ObjectMapper jsonMapper() {
      JsonMapper mapper = new JsonMapper();
      mapper
          .getFactory()
          .setStreamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(MAX_STRING).build());
      return mapper;
    }
  }
}
