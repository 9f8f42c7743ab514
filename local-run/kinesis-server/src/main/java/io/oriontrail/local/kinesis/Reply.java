package io.oriontrail.local.kinesis;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** An answer as it goes over the wire. */
final class Reply {
  private final int status;
  private final String contentType;
  private final Bytes body;

  private Reply(int status, String contentType, Bytes body) {
    this.status = status;
    this.contentType = contentType;
    this.body = body;
  }

  static Reply of(Answer answer, WireFormat format) throws IOException {
    Bytes body = new Bytes();
    if (!answer.equals(Answer.EMPTY)) {
      write(body, answer, format);
    }
    return new Reply(200, format.contentType(), body);
  }

  static Reply of(KinesisException error, WireFormat format) throws IOException {
    Bytes body = new Bytes();
    write(
        body,
        (out, ignored) -> {
          out.writeStringField("__type", error.type());
          out.writeStringField("message", error.text());
        },
        format);
    return new Reply(error.status(), format.contentType(), body);
  }

  static Reply of(Fault.StrangeAnswer strange) {
    Bytes body = new Bytes();
    body.writeBytes(strange.body().getBytes(StandardCharsets.UTF_8));
    return new Reply(strange.status(), strange.contentType(), body);
  }

  int status() {
    return status;
  }

  String contentType() {
    return contentType;
  }

  int length() {
    return body.size();
  }

  /** Writes a part of the body, without a copy. */
  void writeTo(OutputStream out, int from, int length) throws IOException {
    out.write(body.array(), from, length);
  }

  private static void write(OutputStream to, Answer answer, WireFormat format) throws IOException {
    try (JsonGenerator out = format.generator(to)) {
      out.writeStartObject();
      answer.write(out, format);
      out.writeEndObject();
    }
  }

  /** Lends out its array: an answer of 10 MiB is not copied once more. */
  private static final class Bytes extends ByteArrayOutputStream {
    Bytes() {
      super(512);
    }

    byte[] array() {
      return buf;
    }
  }
}
