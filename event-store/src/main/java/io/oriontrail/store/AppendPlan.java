package io.oriontrail.store;

import io.oriontrail.event.StepEvent;
import io.oriontrail.event.WireMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which items an append has to write, each once, and what follows for each message from what became
 * of them. A message is stored when its own item is and, where it opens one, its listing. Used by
 * one thread.
 */
final class AppendPlan {
  private final List<? extends WireMessage> messages;
  private final List<ItemKey> keys;
  private final List<@Nullable ItemKey> listings;
  private final List<BatchWrite.Item> items;
  private final Set<ItemKey> newListings = new HashSet<>();

  AppendPlan(List<? extends WireMessage> messages, RecentKeys listed, Instant now) {
    this.messages = messages;
    this.keys = new ArrayList<>(messages.size());
    this.listings = new ArrayList<>(messages.size());
    this.items = new ArrayList<>(messages.size());
    // DynamoDB refuses a call that names one key twice.
    Set<ItemKey> distinct = HashSet.newHashSet(messages.size());
    for (WireMessage message : messages) {
      ItemKey key = ItemKey.of(message);
      keys.add(key);
      if (distinct.add(key)) {
        items.add(new BatchWrite.Item(key, message));
      }
      ItemKey listing = listingOf(message);
      listings.add(listing);
      if (listing != null && !listed.contains(listing, now) && newListings.add(listing)) {
        items.add(new BatchWrite.Item(listing, null));
      }
    }
  }

  private static @Nullable ItemKey listingOf(WireMessage message) {
    return message instanceof StepEvent event && TableLayout.opensListing(event)
        ? ItemKey.listing(event)
        : null;
  }

  List<BatchWrite.Item> items() {
    return items;
  }

  Appended result(List<BatchWrite> calls, RecentKeys listed, Instant now) {
    Set<ItemKey> open = new HashSet<>();
    Map<ItemKey, String> refused = new HashMap<>();
    int retries = 0;
    StoreException failure = null;
    for (BatchWrite call : calls) {
      open.addAll(call.open());
      refused.putAll(call.refused());
      retries += call.retries();
      failure = failure == null ? call.failure() : failure;
    }
    for (ItemKey listing : newListings) {
      if (!open.contains(listing)) {
        listed.add(listing, now);
      }
    }
    return sorted(open, refused, retries, failure);
  }

  private Appended sorted(
      Set<ItemKey> open,
      Map<ItemKey, String> refused,
      int retries,
      @Nullable StoreException failure) {
    List<WireMessage> remainder = new ArrayList<>();
    List<Appended.Refused> unfit = new ArrayList<>();
    Set<ItemKey> stored = HashSet.newHashSet(messages.size());
    int duplicates = 0;
    for (int i = 0; i < messages.size(); i++) {
      ItemKey key = keys.get(i);
      ItemKey listing = listings.get(i);
      String why = refused.get(key);
      if (open.contains(key) || (listing != null && open.contains(listing))) {
        remainder.add(messages.get(i));
      } else if (why != null) {
        unfit.add(new Appended.Refused(messages.get(i), why));
      } else if (!stored.add(key)) {
        duplicates++;
      }
    }
    return new Appended(stored.size(), duplicates, unfit, remainder, retries, failure);
  }
}
