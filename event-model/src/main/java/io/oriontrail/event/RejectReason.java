package io.oriontrail.event;

/**
 * Why bytes are not an event. Few and stable, so that drops and quarantine can be counted by it.
 */
public enum RejectReason {
  /** The bytes are not one well-formed JSON object. */
  NOT_JSON,
  /** The JSON nests deeper, or holds a longer string or number, than any event may. */
  TOO_LARGE,
  /** A field that every event needs is absent. */
  MISSING_FIELD,
  /** A field has the wrong type, an illegal value, stands twice or does not go with another one. */
  INVALID_FIELD,
  /** The object names a {@code type} that this version does not know. */
  UNKNOWN_TYPE
}
