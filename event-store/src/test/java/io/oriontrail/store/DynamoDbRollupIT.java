package io.oriontrail.store;

import org.junit.jupiter.api.AutoClose;

class DynamoDbRollupIT extends RollupContract {
  @AutoClose private static final LocalTables tables = new LocalTables();

  @Override
  Backend emptyStore() {
    DynamoDbRollupStore store =
        new DynamoDbRollupStore(tables.client, tables.rollupTable(), RETENTION, clock)
            .withCallTimeout(LocalTables.PATIENCE);
    return new Backend(store, store.reader(heartbeatReader));
  }
}
