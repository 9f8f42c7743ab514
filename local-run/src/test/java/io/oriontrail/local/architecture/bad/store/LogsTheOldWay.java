package io.oriontrail.local.architecture.bad.store;

import java.util.logging.Logger;

class LogsTheOldWay {
  void warn(String message) {
    Logger.getLogger("store").warning(message);
  }
}
