package io.oriontrail.local.esm;

import java.util.List;

/**
 * A shard as a listing shows it.
 *
 * @param parents from which it came by a split or a merge; some may have expired already
 * @param closed whether it takes no more records
 */
record SourceShard(String id, List<String> parents, boolean closed) {
  SourceShard {
    parents = List.copyOf(parents);
  }
}
