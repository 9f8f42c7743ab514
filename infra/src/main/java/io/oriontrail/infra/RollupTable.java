package io.oriontrail.infra;

import io.oriontrail.store.RollupLayout;
import software.amazon.awscdk.services.iam.Role;
import software.constructs.Construct;

/** The table of roll-ups, which takes some writes in a hundred that the event table takes. */
final class RollupTable extends StoreTable {

  RollupTable(Construct scope, String id, Foundation foundation) {
    super(
        scope,
        id,
        foundation,
        RollupLayout.createTableRequest(id),
        RollupLayout.TTL,
        sparse(foundation.config().table().capacity()));
  }

  /** Lets the role add to sums, and nothing else. */
  void grantWriting(Role role) {
    grantWriting(role, "dynamodb:UpdateItem");
  }
}
