package io.oriontrail.query;

import io.oriontrail.event.Rfc3339;
import io.oriontrail.store.TableForm;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;

/**
 * Keeps entries in a DynamoDB table of their own, to which this function may add and of which it
 * may read nothing. Partition key: the account, or {@code #day} for questions across accounts; sort
 * key: time and request. An entry is added only where none lies, so that none can be overwritten.
 */
public final class DynamoDbAuditLog implements AuditLog {
  public static final String PK = "pk";
  public static final String SK = "sk";
  public static final String TTL = "ttl";

  private static final int LENGTH_OF_DAY = "2026-11-22".length();

  private final DynamoDbClient client;
  private final String table;
  private final Duration retention;

  /** {@code retention}: how long entries are kept, counted from the look. */
  DynamoDbAuditLog(DynamoDbClient client, String table, Duration retention) {
    this.client = client;
    this.table = table;
    this.retention = retention;
  }

  /** Creates the table, for tests and local runs; infra holds the deployed one to it. */
  public static CreateTableRequest createTableRequest(String table) {
    return TableForm.request(table, PK, SK).build();
  }

  @Override
  public void record(Entry entry) {
    try {
      client.putItem(
          put ->
              put.tableName(table)
                  .item(item(entry))
                  .conditionExpression("attribute_not_exists(" + PK + ")"));
    } catch (SdkException e) {
      throw new AuditException("cannot record who looked at what", e);
    }
  }

  /**
   * Records for good that somebody has an account erased, for tools that do so: once before
   * anything is erased, and once with what was. The record names the account; that it was erased
   * must be provable.
   *
   * @param erasing who erases what; AWS knows besides who signed the request
   * @param what a sentence, cut to {@value AuditLog#MAX_QUESTION} characters
   * @param done whether it is over
   * @throws AuditException if it could not be recorded; nothing may be erased then
   */
  public static void recordErasure(
      DynamoDbClient client,
      String table,
      Duration retention,
      Erasing erasing,
      String what,
      boolean done) {
    new DynamoDbAuditLog(client, table, retention)
        .record(
            new Entry(
                erasing.at(),
                erasing.id(),
                "erase",
                erasing.accountId(),
                null,
                what.substring(0, Math.min(what.length(), MAX_QUESTION)),
                new Caller(erasing.by(), null, Set.of(), ""),
                false,
                done ? 200 : 202));
  }

  /** Who has which account erased, and since when; {@code id} tells apart what is recorded. */
  public record Erasing(String accountId, String by, String id, Instant at) {}

  private Map<String, AttributeValue> item(Entry entry) {
    String at = Rfc3339.format(entry.at());
    Map<String, AttributeValue> item = new HashMap<>();
    String account = entry.accountId();
    item.put(PK, value(account != null ? account : '#' + at.substring(0, LENGTH_OF_DAY)));
    item.put(SK, value(at + '#' + entry.requestId()));
    item.put("route", value(entry.route()));
    if (entry.executionId() != null) {
      item.put("execution", value(entry.executionId()));
    }
    if (!entry.question().isEmpty()) {
      item.put("question", value(entry.question()));
    }
    item.put("caller", value(entry.caller().name()));
    item.put("address", value(entry.caller().address()));
    item.put("payload", AttributeValue.fromBool(entry.payload()));
    item.put("status", AttributeValue.fromN(Integer.toString(entry.status())));
    long ttl = entry.at().plus(retention).getEpochSecond();
    item.put(TTL, AttributeValue.fromN(Long.toString(ttl)));
    return item;
  }

  private static AttributeValue value(String text) {
    return AttributeValue.fromS(text);
  }
}
