package io.oriontrail.local.architecture.bad.emitter;

import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;

class SendsByItself {
  PutRecordsRequest request() {
    return PutRecordsRequest.builder().streamName("orion-events").build();
  }
}
