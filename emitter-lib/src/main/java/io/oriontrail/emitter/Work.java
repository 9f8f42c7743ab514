package io.oriontrail.emitter;

import org.jspecify.annotations.Nullable;

/**
 * Something to do that has a result, see {@link Step#call}.
 *
 * @param <T> the result
 * @param <X> what it may throw
 */
@FunctionalInterface
public interface Work<T extends @Nullable Object, X extends Exception> {
  /** Does it; returning is success, whatever is returned. */
  T run() throws X;
}
