package io.oriontrail.local.kinesis;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** What an operation has to say, written in whichever encoding the client speaks. */
@FunctionalInterface
interface Answer {
  /** For operations whose success has no content. */
  Answer EMPTY = (out, format) -> {};

  void write(JsonGenerator out, WireFormat format) throws IOException;
}
