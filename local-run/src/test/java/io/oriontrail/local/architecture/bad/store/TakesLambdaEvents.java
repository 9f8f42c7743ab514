package io.oriontrail.local.architecture.bad.store;

import com.amazonaws.services.lambda.runtime.Context;

class TakesLambdaEvents {
  int timeLeft(Context context) {
    return context.getRemainingTimeInMillis();
  }
}
