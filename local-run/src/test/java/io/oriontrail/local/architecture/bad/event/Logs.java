package io.oriontrail.local.architecture.bad.event;

import org.slf4j.LoggerFactory;

class Logs {
  void warn(String message) {
    LoggerFactory.getLogger("event").warn(message);
  }
}
