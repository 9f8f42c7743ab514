package io.oriontrail.store;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.Rfc3339;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes pages of an account's executions from listings, which say no more than that an execution
 * was opened within some ten minutes. Their exact times are read from the executions themselves, a
 * span of ten minutes at a time; an execution with listings in several spans counts in the first.
 */
final class ExecutionListing {
  private static final Comparator<ListedExecution> NEWEST_FIRST =
      Comparator.comparing(ListedExecution::openedAt)
          .thenComparing(listed -> listed.key().executionId(), CodePoints.ORDER)
          .reversed();

  /** What a store has to offer for it. */
  interface Source {
    /** Up to {@code limit} sort keys of the account's listings below the bound, largest first. */
    List<String> listings(String accountId, @Nullable String below, int limit);

    /** For each: when its first event that opens a listing is timed; null where none is stored. */
    List<@Nullable Instant> openedAt(List<ExecutionKey> keys);
  }

  private static final int LISTINGS_PER_READ = 500;

  private final Source source;
  private final String accountId;
  private final @Nullable ListedExecution after;
  private final int limit;
  private final List<ListedExecution> found = new ArrayList<>();

  private ExecutionListing(
      Source source, String accountId, @Nullable ListedExecution after, int limit) {
    this.source = source;
    this.accountId = accountId;
    this.after = after;
    this.limit = limit;
  }

  static ExecutionPage read(Source source, String accountId, @Nullable String after, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit must be 1 or more; it is " + limit);
    }
    ListedExecution last = after == null ? null : parse(accountId, after);
    return new ExecutionListing(source, accountId, last, limit).read();
  }

  private ExecutionPage read() {
    String below = after == null ? null : TableLayout.listingEnd(after.openedAt());
    List<String> span = new ArrayList<>();
    while (found.size() <= limit) {
      List<String> listings = source.listings(accountId, below, LISTINGS_PER_READ);
      for (String listing : listings) {
        if (!span.isEmpty() && !TableLayout.isSameSpan(span.getFirst(), listing) && finish(span)) {
          break;
        }
        span.add(listing);
      }
      if (listings.size() < LISTINGS_PER_READ) {
        finish(span);
        break;
      }
      below = listings.getLast();
    }
    if (found.size() <= limit) {
      return new ExecutionPage(found, null);
    }
    List<ListedExecution> page = found.subList(0, limit);
    return new ExecutionPage(page, format(page.getLast()));
  }

  /** Adds the executions that belong to the span and empties it; returns whether all are found. */
  private boolean finish(List<String> span) {
    List<ExecutionKey> keys =
        span.stream()
            .map(sk -> ExecutionKey.of(accountId, TableLayout.listedExecution(sk)))
            .toList();
    List<@Nullable Instant> times = source.openedAt(keys);
    List<ListedExecution> listed = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      Instant openedAt = times.get(i);
      if (openedAt != null && TableLayout.isWithinSpan(span.get(i), openedAt)) {
        listed.add(new ListedExecution(keys.get(i), openedAt));
      }
    }
    listed.sort(NEWEST_FIRST);
    for (ListedExecution execution : listed) {
      if (after == null || NEWEST_FIRST.compare(execution, after) > 0) {
        found.add(execution);
      }
    }
    span.clear();
    return found.size() > limit;
  }

  private static String format(ListedExecution last) {
    return Rfc3339.format(last.openedAt()) + '#' + last.key().executionId();
  }

  private static ListedExecution parse(String accountId, String after) {
    Instant openedAt =
        after.length() > Rfc3339.LENGTH && after.charAt(Rfc3339.LENGTH) == '#'
            ? Rfc3339.parse(after.substring(0, Rfc3339.LENGTH))
            : null;
    if (openedAt == null) {
      throw new IllegalArgumentException("'" + after + "' is no place in a list of executions");
    }
    return new ListedExecution(
        ExecutionKey.of(accountId, after.substring(Rfc3339.LENGTH + 1)), openedAt);
  }
}
