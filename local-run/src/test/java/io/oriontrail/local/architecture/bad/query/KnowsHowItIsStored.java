package io.oriontrail.local.architecture.bad.query;

import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

class KnowsHowItIsStored {
  QueryRequest request() {
    return QueryRequest.builder().tableName("OrionEvents").build();
  }
}
