package io.oriontrail.query;

/** Answers one kind of question. Safe for use by several threads at once; may block. */
@FunctionalInterface
interface Call {
  /**
   * The answer.
   *
   * @throws ProblemException if there is none
   * @throws io.oriontrail.store.StoreException if a store does not answer
   */
  Response answer(Question question);
}
