package io.oriontrail.local.architecture.bad.store;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

class ServesHttp {
  void answer(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, -1);
  }
}
