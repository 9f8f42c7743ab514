package io.oriontrail.emitter;

/**
 * Something to do that has no result, see {@link Step#run}.
 *
 * @param <X> what it may throw
 */
@FunctionalInterface
public interface Action<X extends Exception> {
  void run() throws X;
}
