package io.oriontrail.local.faults;

import com.fasterxml.jackson.databind.ObjectMapper;

/** One reader for all. */
final class JsonFiles {
  static final ObjectMapper JSON = new ObjectMapper();

  private JsonFiles() {}
}
