package io.oriontrail.local.architecture.bad.event;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class KnowsTheCloud {
  AttributeValue asItem(String text) {
    return AttributeValue.fromS(text);
  }
}
