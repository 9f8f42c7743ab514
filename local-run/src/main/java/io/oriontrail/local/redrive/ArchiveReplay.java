package io.oriontrail.local.redrive;

import io.oriontrail.event.InvalidEventException;
import io.oriontrail.event.StepEvent;
import io.oriontrail.event.StepEventJson;
import io.oriontrail.event.WireMessage;
import io.oriontrail.ingest.ArchiveLayout;
import io.oriontrail.local.archive.ArchiveObjects;
import io.oriontrail.local.archive.Days;
import io.oriontrail.local.redrive.SetAside.Piece;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.zip.GZIPOutputStream;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * Puts archived events into the stream again, from where they take the way of all others. Their
 * records are marked, so that the archive does not take them a second time. One use, one thread;
 * blocks. What fails in the bucket itself comes out as the SDK's exception.
 */
public final class ArchiveReplay {
  private static final int EVENTS_PER_RECORD = 500;
  private static final int BYTES_PER_RECORD = 256 << 10;
  private static final int RECORDS_AT_ONCE = 40;

  private final ArchiveObjects archive;
  private final Resender resender;
  private final Predicate<StepEvent> wanted;
  private final Listener listener;
  private final List<Piece> pieces = new ArrayList<>();
  private final List<Integer> eventsOfPiece = new ArrayList<>();
  private final ByteArrayOutputStream lines = new ByteArrayOutputStream(BYTES_PER_RECORD);
  private int eventsInLines;
  private long records;
  private int objects;
  private int unreadable;
  private long read;
  private long passedBy;
  private long noEvents;
  private long delivered;
  private long refused;

  /** Told of what happens. */
  public interface Listener {
    /** The event will be sent; before it is. */
    void sending(StepEvent event);

    /** Something that a person should know. */
    void note(String sentence);
  }

  /**
   * What a replay has done: {@code read = delivered + passedBy + noEvents + refused}.
   *
   * @param objects looked into
   * @param unreadable of them, damaged ones of which nothing was sent; their lines count nowhere
   * @param read lines of the others
   * @param delivered events that the stream has taken
   * @param passedBy events that were not asked for
   * @param noEvents lines that are none
   * @param refused events that the stream did not take
   */
  public record Counts(
      int objects,
      int unreadable,
      long read,
      long delivered,
      long passedBy,
      long noEvents,
      long refused) {}

  /** {@code wanted}: which of the events found to send. */
  public ArchiveReplay(
      ArchiveObjects archive,
      KinesisClient kinesis,
      String stream,
      Predicate<StepEvent> wanted,
      Listener listener) {
    this.archive = archive;
    this.resender = new Resender(kinesis, stream);
    this.wanted = wanted;
    this.listener = listener;
  }

  /** Sends what was archived on these days; {@code accounts}: whose, none for everybody's. */
  public Counts run(Days days, Set<String> accounts) {
    for (String prefix : archive.prefixes(days, accounts)) {
      for (String key : archive.keys(prefix)) {
        objects++;
        try {
          ArchiveObjects.lines(archive.read(key)).forEach(this::take);
        } catch (IOException e) {
          unreadable++;
          listener.note(archive.bucket() + "/" + key + " is damaged: " + e.getMessage());
        }
      }
    }
    pack();
    send();
    return new Counts(objects, unreadable, read, delivered, passedBy, noEvents, refused);
  }

  private void take(byte[] line) {
    read++;
    WireMessage message;
    try {
      message = StepEventJson.decode(line).message();
    } catch (InvalidEventException e) {
      noEvents++;
      listener.note("a line is no event: " + e.getMessage());
      return;
    }
    if (!(message instanceof StepEvent event)) {
      noEvents++;
    } else if (!wanted.test(event)) {
      passedBy++;
    } else {
      listener.sending(event);
      lines.writeBytes(line);
      lines.write('\n');
      eventsInLines++;
      if (eventsInLines == EVENTS_PER_RECORD || lines.size() >= BYTES_PER_RECORD) {
        pack();
      }
    }
  }

  private void pack() {
    if (eventsInLines == 0) {
      return;
    }
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(record)) {
      lines.writeTo(gzip);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to memory", e);
    }
    // Spread over the shards by the number, as the stream hashes the key.
    pieces.add(new Piece(ArchiveLayout.REPLAY_KEY + records++, record.toByteArray(), "ARCHIVED"));
    eventsOfPiece.add(eventsInLines);
    lines.reset();
    eventsInLines = 0;
    if (pieces.size() == RECORDS_AT_ONCE) {
      send();
    }
  }

  private void send() {
    List<Integer> places = new ArrayList<>();
    long events = 0;
    for (int i = 0; i < pieces.size(); i++) {
      places.add(i);
      events += eventsOfPiece.get(i);
    }
    long taken = resender.send(pieces, places).stream().mapToLong(eventsOfPiece::get).sum();
    delivered += taken;
    refused += events - taken;
    pieces.clear();
    eventsOfPiece.clear();
  }
}
