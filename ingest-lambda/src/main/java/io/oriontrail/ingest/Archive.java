package io.oriontrail.ingest;

/** Keeps objects for long. Safe for use by several threads at once. */
@FunctionalInterface
interface Archive {

  /**
   * Puts the object unless one lies there under the key. Blocks.
   *
   * @return whether it was put; if not, the same object lies there already
   * @throws ArchiveException if it is not certain to lie there
   */
  boolean put(String key, byte[] object);
}
