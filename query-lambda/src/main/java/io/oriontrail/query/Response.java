package io.oriontrail.query;

import java.util.Map;

/**
 * An HTTP answer.
 *
 * @param body as it goes over the wire
 * @param events how many events it was made from, for the log
 */
record Response(int status, Map<String, String> headers, Body body, int events) {

  Response {
    headers = Map.copyOf(headers);
  }

  static Response empty(int status, Map<String, String> headers) {
    return new Response(status, headers, Body.EMPTY, 0);
  }
}
