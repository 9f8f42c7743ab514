package io.oriontrail.local;

import io.oriontrail.local.faults.ItemDump;
import io.oriontrail.store.TableLayout;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What a line's tables hold, expired or not. */
final class KeptItems {
  private final DynamoDbClient dynamoDb;

  KeptItems(DynamoDbClient dynamoDb) {
    this.dynamoDb = dynamoDb;
  }

  List<String> audit(String account) {
    return dynamoDb
        .query(
            query ->
                query
                    .tableName(LineSettings.AUDIT_TABLE)
                    .keyConditionExpression("pk = :pk")
                    .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS(account))))
        .items()
        .stream()
        .map(item -> text(item, "caller") + ": " + text(item, "question"))
        .toList();
  }

  private static String text(Map<String, AttributeValue> item, String name) {
    return Objects.requireNonNull(item.get(name)).s();
  }

  List<String> table() {
    return ItemDump.of(
        dynamoDb.scanPaginator(scan -> scan.tableName(LineSettings.TABLE)).items().stream()
            .toList());
  }

  static boolean isOf(String account, String item) {
    return item.contains("pk=S'" + account + "#")
        || item.contains("pk=S'#account#" + account + "'");
  }

  List<String> of(String keyPrefix) {
    return table().stream().filter(item -> item.contains("pk=S'" + keyPrefix)).toList();
  }

  void delete(String account) {
    dynamoDb.scanPaginator(scan -> scan.tableName(LineSettings.TABLE)).items().stream()
        .filter(
            item -> {
              String pk = text(item, TableLayout.PK);
              return pk.startsWith(account + "#") || pk.equals("#account#" + account);
            })
        .forEach(
            item ->
                dynamoDb.deleteItem(
                    delete ->
                        delete
                            .tableName(LineSettings.TABLE)
                            .key(
                                Map.of(
                                    TableLayout.PK, item.get(TableLayout.PK),
                                    TableLayout.SK, item.get(TableLayout.SK)))));
  }
}
