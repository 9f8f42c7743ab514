package io.oriontrail.local.erase;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.InvalidEventException;
import io.oriontrail.event.StepEvent;
import io.oriontrail.event.StepEventJson;
import io.oriontrail.ingest.RecordErasure;
import io.oriontrail.local.archive.ArchiveObjects;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/** Objects of the archive; remembers the executions whose events were found. For one thread. */
final class ArchivedLines implements ErasableForm {
  private final Set<String> accounts;
  private final RecordErasure erasure;
  private final Set<ExecutionKey> executions = new HashSet<>();

  ArchivedLines(Collection<String> accounts) {
    this.accounts = Set.copyOf(accounts);
    this.erasure = new RecordErasure(accounts);
  }

  Set<ExecutionKey> executions() {
    return executions;
  }

  @Override
  public Stripped strip(byte[] object) throws IOException {
    ByteArrayOutputStream rest = new ByteArrayOutputStream(object.length);
    long erased = 0;
    long kept = 0;
    try (GZIPOutputStream gzip = new GZIPOutputStream(rest)) {
      for (byte[] line : ArchiveObjects.lines(object)) {
        if (isOfTheirs(line)) {
          erased++;
        } else {
          kept++;
          gzip.write(line);
          gzip.write('\n');
        }
      }
    }
    return new Stripped(kept == 0 ? null : rest.toByteArray(), erased, kept, 0);
  }

  /** Most lines do not hold the id at all, and need not be read as events to know that. */
  private boolean isOfTheirs(byte[] line) {
    if (!erasure.isMentionedIn(line)) {
      return false;
    }
    try {
      if (StepEventJson.decode(line).message() instanceof StepEvent event) {
        if (!accounts.contains(event.key().accountId())) {
          return false;
        }
        executions.add(event.key());
      }
      return true;
    } catch (InvalidEventException e) {
      return true; // what it is cannot be told, but it names the account
    }
  }
}
