package io.oriontrail.local.architecture.bad.ingest;

import com.amazonaws.services.lambda.runtime.Context;

class TakesTheContextInside {
  String requestId(Context context) {
    return context.getAwsRequestId();
  }
}
