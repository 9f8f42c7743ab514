package io.oriontrail.local.faults;

/** The sandbox is gone: nothing may catch this and go on. */
final class Killed extends Error {
  private static final long serialVersionUID = 1L;

  Killed(String where) {
    super("killed " + where, null, false, false);
  }
}
