package io.oriontrail.store;

import io.oriontrail.event.StepEvent;
import java.time.Instant;

/**
 * What storing an event takes, as DynamoDB bills it.
 *
 * @param itemBytes of the event's own item: names and values, without the 100 bytes that storage
 *     adds to each item
 * @param writeUnits of that item: one for each started kilobyte
 * @param cut whether the event was cut to fit
 * @param listingBytes of the listing that the event opens; 0 where it opens none
 * @param indexed whether a copy of the item stands in the index of failures
 */
public record StoredSize(
    int itemBytes, int writeUnits, boolean cut, int listingBytes, boolean indexed) {

  /** Of an event with an id. */
  public static StoredSize of(StepEvent event) {
    // Any time of today: its length is what counts.
    long ttl = Instant.parse("2026-11-22T10:15:30Z").getEpochSecond();
    var item = ItemKey.of(event).item(event, ttl);
    int bytes = ItemSize.of(item);
    return new StoredSize(
        bytes,
        Math.ceilDiv(bytes, ItemSize.WRITE_UNIT),
        item.containsKey(TableLayout.CUT),
        TableLayout.opensListing(event)
            ? ItemSize.of(ItemKey.listing(event).item(null, ttl))
            : 0,
        item.containsKey(TableLayout.FAILED));
  }
}
