package io.oriontrail.ingest;

import io.oriontrail.event.RejectReason;

/**
 * Why something was put into quarantine. Few and stable: metrics are counted by it, and a redrive
 * chooses by it.
 */
public enum QuarantineReason {
  /** A line is not one well-formed JSON object. */
  NOT_JSON,
  /** The JSON nests deeper, or holds a longer string or number, than any event may. */
  TOO_LARGE,
  /** A field that every event needs is absent. */
  MISSING_FIELD,
  /** A field has the wrong type, an illegal value, stands twice or does not go with another one. */
  INVALID_FIELD,
  /** The object names a {@code type} that this version does not know. */
  UNKNOWN_TYPE,
  /** The record holds nothing. */
  EMPTY_RECORD,
  /** The record's compression is broken: its end is missing or its checksum does not fit. */
  BAD_COMPRESSION,
  /** The KPL aggregate is broken: its checksum does not fit, or it is no such message. */
  BAD_AGGREGATE,
  /** The record is compressed or aggregated in a way that this version cannot read. */
  UNSUPPORTED_ENCODING,
  /** The record is larger, once decompressed, than a record may be. */
  RECORD_TOO_LARGE,
  /** The record holds more events than a record may. */
  TOO_MANY_EVENTS,
  /** The event is legal, but the store refuses it for good. */
  REFUSED_BY_STORE,
  /** Reading the event failed in a way that is a bug of ours. */
  DECODER_FAILED;

  static QuarantineReason of(RejectReason reason) {
    return switch (reason) {
      case NOT_JSON -> NOT_JSON;
      case TOO_LARGE -> TOO_LARGE;
      case MISSING_FIELD -> MISSING_FIELD;
      case INVALID_FIELD -> INVALID_FIELD;
      case UNKNOWN_TYPE -> UNKNOWN_TYPE;
    };
  }
}
