package io.oriontrail.infra;

import io.oriontrail.query.DynamoDbAuditLog;
import software.amazon.awscdk.services.dynamodb.StreamViewType;
import software.amazon.awscdk.services.iam.Role;
import software.constructs.Construct;

/**
 * The table that holds who looked at what. The function that looks may add to it and do nothing
 * else: neither read it nor take anything back.
 */
final class AuditTable extends StoreTable {
  /** More than the API lets through; without a record there is no answer. */
  private static final TableCapacity BY_REQUEST = new TableCapacity.OnDemand(4_000, 4_000);

  AuditTable(Construct scope, String id, Foundation foundation) {
    super(
        scope,
        id,
        foundation,
        DynamoDbAuditLog.createTableRequest(id),
        DynamoDbAuditLog.TTL,
        // A look adds one record: by request that is cents, bought by the hour it was $95 a month.
        BY_REQUEST,
        foundation.config().audit() == null ? null : StreamViewType.NEW_IMAGE);
  }

  /** Lets the role add records, and nothing else. */
  void grantAdding(Role role) {
    grantWriting(role, "dynamodb:PutItem");
  }
}
