package io.oriontrail.query;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer as it goes over the wire. Never larger than an answer of a Lambda function
 * can be.
 */
final class Body {
  /**
   * A function's answer has at most 6,291,556 bytes of JSON, in which the body stands as base64 (4
   * bytes for 3) beside a few headers.
   */
  static final int MAX_BYTES = 4_600_000;

  static final Body EMPTY = new Body(new byte[0], false);

  /** Below this, a compressed body is no smaller to speak of. */
  private static final int WORTH_COMPRESSING = 1_024;

  /** Takes half the time of the usual level 6 for a timeline, which becomes a seventh larger. */
  private static final int QUICK = 3;

  /** Writes a body's content. */
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private final byte[] bytes;
  private final boolean gzip;

  private Body(byte[] bytes, boolean gzip) {
    this.bytes = bytes;
    this.gzip = gzip;
  }

  /** A body that is known to fit. */
  static Body of(byte[] bytes, boolean gzipAccepted) {
    boolean worthIt = bytes.length >= WORTH_COMPRESSING;
    Body body = of(out -> out.write(bytes), gzipAccepted && worthIt);
    if (body == null) {
      throw new IllegalArgumentException("a body of " + bytes.length + " bytes is too large");
    }
    return body;
  }

  /**
   * Renders the content, a second time and smaller where it does not fit otherwise; null where it
   * is larger than an answer can be.
   */
  static @Nullable Body of(Content content, boolean gzipAccepted) {
    if (!gzipAccepted) {
      return of(content, false, 0);
    }
    Body body = of(content, true, QUICK);
    return body == null ? of(content, true, Deflater.DEFAULT_COMPRESSION) : body;
  }

  private static @Nullable Body of(Content content, boolean gzip, int level) {
    Bounded rendered = new Bounded();
    try {
      if (gzip) {
        try (GZIPOutputStream zipped = new Gzip(rendered, level)) {
          content.writeTo(zipped);
        }
      } else {
        content.writeTo(rendered);
      }
    } catch (TooLarge e) {
      return null;
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof TooLarge) {
        return null;
      }
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException("writing into memory cannot fail", e);
    }
    return new Body(rendered.toByteArray(), gzip);
  }

  byte[] bytes() {
    return bytes;
  }

  int size() {
    return bytes.length;
  }

  boolean isGzip() {
    return gzip;
  }

  private static final class Gzip extends GZIPOutputStream {
    Gzip(OutputStream out, int level) throws IOException {
      super(out, 8_192);
      def.setLevel(level);
    }
  }

  /** Stops rendering as soon as it is in vain. */
  private static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private static final class Bounded extends OutputStream {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(WORTH_COMPRESSING);

    @Override
    public void write(int b) throws IOException {
      reserve(1);
      out.write(b);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
      reserve(length);
      out.write(source, offset, length);
    }

    private void reserve(int length) throws IOException {
      if (out.size() + length > MAX_BYTES) {
        throw new TooLarge();
      }
    }

    byte[] toByteArray() {
      return out.toByteArray();
    }
  }
}
