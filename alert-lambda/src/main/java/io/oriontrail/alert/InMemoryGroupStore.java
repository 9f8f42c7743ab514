package io.oriontrail.alert;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The twin of {@link DynamoDbGroupStore} for local runs and tests; forgets nothing. */
final class InMemoryGroupStore implements GroupStore {
  private final Map<String, Versioned> groups = new HashMap<>();
  private final Map<String, Set<String>> taken = new HashMap<>();

  @Override
  public synchronized Versioned read(String name) {
    return groups.getOrDefault(name, new Versioned(Group.NONE, 0));
  }

  @Override
  public synchronized boolean write(String name, Group group, long version) {
    if (read(name).version() != version) {
      return false;
    }
    groups.put(name, new Versioned(group, version + 1));
    return true;
  }

  @Override
  public synchronized Set<String> takenBy(String messageId) {
    return Set.copyOf(taken.getOrDefault(messageId, Set.of()));
  }

  @Override
  public synchronized void taken(String messageId, String channel) {
    taken.computeIfAbsent(messageId, absent -> new HashSet<>()).add(channel);
  }
}
