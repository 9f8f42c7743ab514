package io.oriontrail.store;

import org.junit.jupiter.api.AutoClose;

class DynamoDbIndexIT extends IndexContract {
  @AutoClose private static final LocalTables tables = new LocalTables();

  @Override
  Backend emptyStore() {
    DynamoDbEventStore store =
        new DynamoDbEventStore(
            tables.client, tables.eventTable(), RETENTION, clock, LocalTables.EFFORT);
    return new Backend(store, store, store);
  }
}
