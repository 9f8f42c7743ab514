package io.oriontrail.local.esm;

/** Why records are given up, in Lambda's words. */
enum Condition {
  RETRY_ATTEMPTS_EXHAUSTED("RetryAttemptsExhausted"),
  RECORD_AGE_EXCEEDED("RecordAgeExceeded");

  private final String wire;

  Condition(String wire) {
    this.wire = wire;
  }

  String wire() {
    return wire;
  }
}
