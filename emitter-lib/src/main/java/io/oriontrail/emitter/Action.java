package io.oriontrail.emitter;

/**
 * Something to do that has no result, see {@link Step#run}.
 *
 * @param <X> what it may throw
 */
@FunctionalInterface
public interface Action<X extends Exception> {
  /** Does it; returning is success. */
  void run() throws X;
}
