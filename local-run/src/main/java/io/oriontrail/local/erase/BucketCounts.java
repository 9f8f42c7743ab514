package io.oriontrail.local.erase;

/**
 * What was found in the objects of a bucket, all their versions: {@code found = erased + kept}.
 *
 * @param objects looked into
 * @param unreadable of them; they stay as they are, and what is in them counts nowhere
 * @param rewritten objects from which something was taken out
 * @param removed objects, and older versions of some, that are gone as a whole
 * @param erased events or pieces taken out
 * @param kept those that stay
 * @param unclear of these, so many that cannot be looked into
 */
public record BucketCounts(
    long objects,
    long unreadable,
    long rewritten,
    long removed,
    long erased,
    long kept,
    long unclear) {
  static final BucketCounts NONE = new BucketCounts(0, 0, 0, 0, 0, 0, 0);

  public long found() {
    return erased + kept;
  }

  BucketCounts plus(BucketCounts other) {
    return new BucketCounts(
        objects + other.objects,
        unreadable + other.unreadable,
        rewritten + other.rewritten,
        removed + other.removed,
        erased + other.erased,
        kept + other.kept,
        unclear + other.unclear);
  }
}
