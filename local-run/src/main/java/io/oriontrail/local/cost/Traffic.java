package io.oriontrail.local.cost;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.StepEvent;
import io.oriontrail.event.StepEventJson;
import io.oriontrail.store.StoredSize;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What an average event takes, measured on a sample of events.
 *
 * @param events in the sample
 * @param executions in the sample
 * @param jsonBytes on the wire before compression, with the end of the line
 * @param itemBytes of the event's item as DynamoDB bills it
 * @param itemP999 of a thousand items 999 have no more bytes
 * @param writeUnits of that item
 * @param listings written: one for each execution and ten minutes in which an event opens one
 * @param listingBytes of one listing
 * @param failures copies in the index of failures
 */
record Traffic(
    int events,
    int executions,
    double jsonBytes,
    double itemBytes,
    int itemP999,
    double writeUnits,
    double listings,
    double listingBytes,
    double failures) {

  /** Measures the sample; the order is that in which the events happened. */
  static Traffic of(List<StepEvent> sample) {
    Set<ExecutionKey> executions = new HashSet<>();
    Set<String> listings = new HashSet<>();
    List<StoredSize> sizes = sample.stream().map(StoredSize::of).toList();
    long listingBytes = 0;
    for (int i = 0; i < sample.size(); i++) {
      StepEvent event = sample.get(i);
      executions.add(event.key());
      long span = Math.floorDiv(event.timestamp().getEpochSecond(), 600L);
      if (sizes.get(i).listingBytes() > 0 && listings.add(event.key() + " " + span)) {
        listingBytes += sizes.get(i).listingBytes();
      }
    }
    int[] sorted = sizes.stream().mapToInt(StoredSize::itemBytes).sorted().toArray();
    int count = sample.size();
    return new Traffic(
        count,
        executions.size(),
        sample.stream().mapToInt(event -> StepEventJson.encode(event).length + 1).average().orElse(0),
        IntStream.of(sorted).average().orElse(0),
        sorted[(int) Math.ceil(0.999 * count) - 1],
        sizes.stream().mapToInt(StoredSize::writeUnits).average().orElse(0),
        listings.size() / (double) count,
        listingBytes / (double) Math.max(1, listings.size()),
        sizes.stream().filter(StoredSize::indexed).count() / (double) count);
  }
}
