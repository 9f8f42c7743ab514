package io.oriontrail.store;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class DynamoDbRollupIT extends RollupContract {
  private static LocalTables tables;

  @BeforeAll
  static void start() {
    tables = new LocalTables();
  }

  @AfterAll
  static void stop() {
    tables.close();
  }

  @Override
  Backend emptyStore() {
    DynamoDbRollupStore store =
        new DynamoDbRollupStore(tables.client, tables.rollupTable(), RETENTION, clock)
            .withCallTimeout(LocalTables.PATIENCE);
    return new Backend(store, store.reader(heartbeatReader));
  }
}
