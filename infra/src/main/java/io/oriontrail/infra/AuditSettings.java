package io.oriontrail.infra;

/**
 * The copy of the audit that nobody can take back.
 *
 * @param lockDays how long S3 refuses to delete or replace an object of it
 * @param mode who may lift that
 */
record AuditSettings(int lockDays, Mode mode) {
  /** S3's two modes of a lock. */
  enum Mode {
    /** Whoever is explicitly allowed to bypass it. */
    GOVERNANCE,
    /** Nobody, the account's root included. */
    COMPLIANCE
  }

  static AuditSettings from(ConfigSection section) {
    return new AuditSettings(
        // As long as the table keeps records.
        section.integer("lockDays", 1, 3_650, 400),
        section.choice("mode", Mode.class, Mode.GOVERNANCE));
  }
}
