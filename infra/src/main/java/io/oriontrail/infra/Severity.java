package io.oriontrail.infra;

/** How soon somebody has to look. */
enum Severity {
  /** Now: somebody is woken. */
  PAGE,
  /** Within a working day. */
  TICKET
}
