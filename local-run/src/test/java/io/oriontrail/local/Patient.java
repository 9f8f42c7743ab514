package io.oriontrail.local;

import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * Asks the query API as a client should: a store that does not answer in time is a 503, which says
 * to ask again, and DynamoDB Local on a busy machine is such a store.
 */
final class Patient {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private Patient() {}

  static <T> HttpResponse<T> answer(Callable<HttpResponse<T>> question) {
    return await().atMost(PATIENCE).until(question, answer -> answer.statusCode() != 503);
  }
}
