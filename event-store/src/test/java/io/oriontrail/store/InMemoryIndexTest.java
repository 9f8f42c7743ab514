package io.oriontrail.store;

class InMemoryIndexTest extends IndexContract {

  @Override
  Backend emptyStore() {
    InMemoryEventStore store = new InMemoryEventStore(RETENTION, clock);
    return new Backend(store, store, store);
  }
}
