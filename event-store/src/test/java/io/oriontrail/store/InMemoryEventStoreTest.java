package io.oriontrail.store;

class InMemoryEventStoreTest extends StepEventStoreContract {

  @Override
  Backend emptyStore() {
    InMemoryEventStore store = new InMemoryEventStore(RETENTION, clock);
    return new Backend(store, store, store);
  }
}
