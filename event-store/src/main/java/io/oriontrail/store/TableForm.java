package io.oriontrail.store;

import java.util.List;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** What all tables have in common: texts for a partition and a sort key, paid by the request. */
public final class TableForm {
  private TableForm() {}

  /** Creates a table with nothing but the two keys. */
  public static CreateTableRequest.Builder request(
      String tableName, String partitionKey, String sortKey) {
    return CreateTableRequest.builder()
        .tableName(tableName)
        .billingMode(BillingMode.PAY_PER_REQUEST)
        .attributeDefinitions(text(partitionKey), text(sortKey))
        .keySchema(keys(partitionKey, sortKey));
  }

  static AttributeDefinition text(String name) {
    return AttributeDefinition.builder()
        .attributeName(name)
        .attributeType(ScalarAttributeType.S)
        .build();
  }

  static List<KeySchemaElement> keys(String partitionKey, String sortKey) {
    return List.of(key(partitionKey, KeyType.HASH), key(sortKey, KeyType.RANGE));
  }

  private static KeySchemaElement key(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }
}
