package io.oriontrail.emitter.transport;

/**
 * Makes the lines of one record smaller. Whoever reads the stream must be able to tell the form by
 * its first bytes: {@code docs/contracts/wire-format.md} names those that ingest reads.
 *
 * <p>Each emitter has its own, used by its sending thread only, so it may keep buffers between
 * calls and need not be safe for several threads.
 */
public interface RecordCompressor extends AutoCloseable {

  /**
   * Compresses the first {@code length} bytes. What it throws costs the events of this record,
   * which are counted, and nothing else.
   *
   * @param plain must be left as it is
   * @return a new array
   */
  byte[] compress(byte[] plain, int length);

  /** Frees what the compressor holds, such as native memory. Called once, after the last use. */
  @Override
  default void close() {}
}
