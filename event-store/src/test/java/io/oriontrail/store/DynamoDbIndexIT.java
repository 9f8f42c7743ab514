package io.oriontrail.store;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class DynamoDbIndexIT extends IndexContract {
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
    DynamoDbEventStore store =
        new DynamoDbEventStore(
            tables.client, tables.eventTable(), RETENTION, clock, LocalTables.EFFORT);
    return new Backend(store, store, store);
  }
}
