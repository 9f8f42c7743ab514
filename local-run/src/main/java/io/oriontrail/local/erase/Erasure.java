package io.oriontrail.local.erase;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.local.archive.ArchiveObjects;
import io.oriontrail.local.archive.Days;
import io.oriontrail.store.AccountItems;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Erases accounts from a line's buckets and then from its table. The archive comes before the
 * table, because it knows executions that the table does not list. Safe to repeat, and what breaks
 * off is gone on with by the next one. For one thread; blocks; what fails in a bucket comes out as
 * the SDK's exception, what fails in the table as the store's.
 */
public final class Erasure {
  private final S3Client s3;
  private final AccountItems items;
  private final Places places;
  private final Set<String> accounts;
  private final Consumer<String> notes;

  /**
   * Where the line keeps events; null: nowhere, or not to be looked into.
   *
   * @param archive bucket, with a prefix behind a slash where it has one
   * @param table of events
   */
  public record Places(
      @Nullable String archive,
      @Nullable String quarantine,
      @Nullable String failures,
      String table) {}

  /**
   * What was found and what became of it; without a place its counts are null.
   *
   * @param table items erased; all that are found are
   */
  public record Report(
      @Nullable BucketCounts archive,
      @Nullable BucketCounts quarantine,
      @Nullable BucketCounts failures,
      AccountItems.Count table) {

    /** Events, pieces and items that were erased, or would be. */
    public long erased() {
      return erased(archive) + erased(quarantine) + erased(failures) + table.items();
    }

    private static long erased(@Nullable BucketCounts counts) {
      return counts == null ? 0 : counts.erased();
    }

    /** Whether all could be looked into. */
    public boolean whole() {
      return whole(archive) && whole(quarantine) && whole(failures);
    }

    private static boolean whole(@Nullable BucketCounts counts) {
      return counts == null || (counts.unreadable() == 0 && counts.unclear() == 0);
    }
  }

  /** {@code notes} is told in a sentence of each object that cannot be taken apart. */
  public Erasure(
      S3Client s3,
      DynamoDbClient dynamoDb,
      Places places,
      Collection<String> accounts,
      Consumer<String> notes) {
    this.s3 = s3;
    this.items = new AccountItems(dynamoDb, places.table());
    this.places = places;
    this.accounts = Set.copyOf(accounts);
    this.notes = notes;
  }

  /**
   * Looks for everything of the accounts, and erases it.
   *
   * @param dryRun whether to look only: what would be erased counts as erased
   * @param days of the archive to look into
   * @param scan whether to read the whole table for executions that neither its listings nor the
   *     archive name
   */
  public Report run(boolean dryRun, Days days, boolean scan) {
    BucketCounts quarantine = bucket(places.quarantine(), new QuarantinedPieces(accounts), dryRun);
    BucketCounts failures = bucket(places.failures(), new GivenUpBatches(accounts), dryRun);
    ArchivedLines lines = new ArchivedLines(accounts);
    BucketCounts archive = archive(lines, dryRun, days);
    AccountItems.Count table = new AccountItems.Count(0, 0);
    for (Map.Entry<String, Set<String>> one : executions(lines, scan).entrySet()) {
      AccountItems.Count found =
          dryRun
              ? items.count(one.getKey(), one.getValue())
              : items.delete(one.getKey(), one.getValue());
      table =
          new AccountItems.Count(
              table.events() + found.events(), table.listings() + found.listings());
    }
    return new Report(archive, quarantine, failures, table);
  }

  private @Nullable BucketCounts bucket(
      @Nullable String bucket, ErasableForm form, boolean dryRun) {
    return bucket == null ? null : new BucketErasure(s3, bucket, form, dryRun, notes).run("");
  }

  private @Nullable BucketCounts archive(ArchivedLines form, boolean dryRun, Days days) {
    if (places.archive() == null) {
      return null;
    }
    ArchiveObjects archive = new ArchiveObjects(s3, places.archive());
    BucketErasure erasure = new BucketErasure(s3, archive.bucket(), form, dryRun, notes);
    BucketCounts counts = BucketCounts.NONE;
    List<String> prefixes = archive.prefixes(days, accounts);
    for (String prefix : prefixes) {
      counts = counts.plus(erasure.run(prefix));
    }
    return counts;
  }

  /** By account. */
  private Map<String, Set<String>> executions(ArchivedLines archived, boolean scan) {
    Map<String, Set<String>> executions = new TreeMap<>();
    for (String account : accounts) {
      Set<String> ofAccount = new TreeSet<>(items.listedExecutions(account));
      if (scan) {
        ofAccount.addAll(items.executionsByScan(account));
      }
      executions.put(account, ofAccount);
    }
    for (ExecutionKey key : archived.executions()) {
      executions.getOrDefault(key.accountId(), new TreeSet<>()).add(key.executionId());
    }
    return executions;
  }
}
