package io.oriontrail.alert;

final class InMemoryGroupStoreTest extends GroupStoreContract {
  @Override
  GroupStore emptyStore() {
    return new InMemoryGroupStore();
  }
}
