package io.oriontrail.infra;

import io.oriontrail.store.TableLayout;
import software.amazon.awscdk.services.iam.Role;
import software.constructs.Construct;

/** The event table. Its two grants are the store's two roles. */
final class EventTable extends StoreTable {

  EventTable(Construct scope, String id, Foundation foundation) {
    super(
        scope,
        id,
        foundation,
        TableLayout.createTableRequest(id),
        TableLayout.TTL,
        foundation.config().table().capacity());
  }

  /** Lets the role append events, and nothing else. */
  void grantWriting(Role role) {
    grantWriting(role, "dynamodb:BatchWriteItem");
  }

  /** Lets the role query what failed, and no timeline. */
  void grantReadingFailures(Role role) {
    grantReadingIndex(role, TableLayout.FAILURES_INDEX);
  }
}
