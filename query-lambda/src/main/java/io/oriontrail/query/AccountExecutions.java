package io.oriontrail.query;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.store.ExecutionListReader;
import io.oriontrail.store.ExecutionPage;
import io.oriontrail.store.ListedExecution;
import io.oriontrail.store.StepEventReader;
import io.oriontrail.store.StoreException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The executions of an account. The store lists ids; how each stands follows from its events, by
 * the very rules of its timeline, so the two never disagree. Safe for use by several threads at
 * once; blocks.
 */
final class AccountExecutions {
  /** Enough to judge by: the first and the last of an execution that has more events. */
  static final int MAX_EVENTS = 2_000;

  private static final int TAIL = 1_000;
  private static final int AT_ONCE = 16;

  /** How many executions are looked through for a good or a similar one. */
  private static final int LOOKED_THROUGH = 50;

  private static final int NAMED = 3;

  private final ExecutionListReader lists;
  private final ExecutionLookup lookup;
  private final Journey journey;
  private final InstantSource clock;

  /** A page of them. */
  record Page(List<ExecutionSummary> executions, @Nullable String next) {}

  AccountExecutions(
      ExecutionListReader lists, StepEventReader events, Journey journey, InstantSource clock) {
    this.lists = lists;
    this.lookup = new ExecutionLookup(events, MAX_EVENTS, TAIL);
    this.journey = journey;
    this.clock = clock;
  }

  /** A page, newest first. */
  Page page(String accountId, @Nullable String after, int limit) {
    ExecutionPage listed = lists.executionsOf(accountId, after, limit);
    List<ExecutionKey> keys = listed.executions().stream().map(ListedExecution::key).toList();
    return new Page(summaries(keys), listed.next());
  }

  /** The latest execution that began before this one and succeeded; null where none is near. */
  @Nullable ExecutionKey lastGoodBefore(Timeline timeline) {
    String account = timeline.key().accountId();
    String after = null;
    int looked = 0;
    do {
      ExecutionPage listed = lists.executionsOf(account, after, LOOKED_THROUGH);
      List<ExecutionKey> earlier =
          listed.executions().stream()
              .filter(listing -> listing.openedAt().isBefore(timeline.startedAt()))
              .map(ListedExecution::key)
              .filter(key -> !key.equals(timeline.key()))
              .limit(LOOKED_THROUGH - looked)
              .toList();
      for (ExecutionSummary summary : summaries(earlier)) {
        if (summary.status() == ExecutionStatus.SUCCEEDED) {
          return summary.key();
        }
      }
      looked += earlier.size();
      after = listed.next();
    } while (after != null && looked < LOOKED_THROUGH);
    return null;
  }

  /** Ids of the account's executions that somebody may have meant: most alike, then newest. */
  List<String> nearest(ExecutionKey key) {
    List<String> newest =
        lists.executionsOf(key.accountId(), null, LOOKED_THROUGH).executions().stream()
            .map(listed -> listed.key().executionId())
            .toList();
    Comparator<String> byLikeness =
        Comparator.comparingInt(id -> Similar.distance(key.executionId(), id));
    Set<String> nearest = new LinkedHashSet<>();
    newest.stream().sorted(byLikeness).limit(NAMED).forEach(nearest::add);
    newest.stream().limit(NAMED).forEach(nearest::add);
    return List.copyOf(nearest);
  }

  private List<ExecutionSummary> summaries(List<ExecutionKey> keys) {
    Instant asOf = clock.instant();
    Semaphore places = new Semaphore(AT_ONCE);
    List<Future<@Nullable ExecutionSummary>> answers = new ArrayList<>(keys.size());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (ExecutionKey key : keys) {
        answers.add(threads.submit(() -> summary(key, asOf, places)));
      }
      List<ExecutionSummary> summaries = new ArrayList<>(keys.size());
      for (Future<@Nullable ExecutionSummary> answer : answers) {
        ExecutionSummary summary = answer.get();
        if (summary != null) {
          summaries.add(summary);
        }
      }
      return summaries;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("interrupted while reading executions", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StoreException failure) {
        throw failure;
      }
      throw new IllegalStateException("judging an execution failed", e.getCause());
    }
  }

  /** Null for an execution that expired since it was listed. */
  private @Nullable ExecutionSummary summary(ExecutionKey key, Instant asOf, Semaphore places)
      throws InterruptedException {
    places.acquire();
    try {
      ExecutionEvents events = lookup.find(key);
      return events == null
          ? null
          : ExecutionSummary.of(Timeline.of(events, journey, Baselines.none(), asOf));
    } finally {
      places.release();
    }
  }
}
