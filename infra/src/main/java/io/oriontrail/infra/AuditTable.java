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

  AuditTable(Construct scope, String id, Foundation foundation) {
    super(
        scope,
        id,
        foundation,
        DynamoDbAuditLog.createTableRequest(id),
        DynamoDbAuditLog.TTL,
        sparse(foundation.config().table().capacity()),
        foundation.config().audit() == null ? null : StreamViewType.NEW_IMAGE);
  }

  /** Lets the role add records, and nothing else. */
  void grantAdding(Role role) {
    grantWriting(role, "dynamodb:PutItem");
  }
}
