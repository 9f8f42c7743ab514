package io.oriontrail.store;

class InMemoryRollupTest extends RollupContract {

  @Override
  Backend emptyStore() {
    InMemoryRollupStore store = new InMemoryRollupStore(RETENTION, clock);
    return new Backend(store, store.reader(heartbeatReader));
  }
}
