package io.oriontrail.local.architecture.bad.store;

import java.util.Date;

class TellsTimeTheOldWay {
  @SuppressWarnings("JavaUtilDate") // breaks the rule on purpose
  long expiry(Date date) {
    return date.getTime();
  }
}
