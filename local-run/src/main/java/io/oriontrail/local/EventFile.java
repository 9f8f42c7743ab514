package io.oriontrail.local;

import io.oriontrail.event.Heartbeat;
import io.oriontrail.event.InvalidEventException;
import io.oriontrail.event.StepEvent;
import io.oriontrail.event.StepEventJson;
import io.oriontrail.event.WireMessage;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** A file of events in the wire format, one a line, plain or gzip-compressed. */
final class EventFile {
  /** No legal event comes near this, however it is written. */
  private static final int MAX_LINE = 1 << 20;

  private long events;
  private long heartbeats;
  private long bad;

  private EventFile() {}

  /** A line that is no event, and why. */
  record BadLine(long number, String reason) {}

  /** How many lines held what; empty lines are none. */
  record Lines(long events, long heartbeats, long bad) {}

  /**
   * Hands every event to {@code events} and every line that is none to {@code badLines}, in the
   * order of the file. Each event has an id: its own, or the one that follows from its content.
   *
   * @throws CliException if the file cannot be read to its end
   */
  static Lines read(Path path, Consumer<StepEvent> events, Consumer<BadLine> badLines) {
    return readAll(
        path,
        message -> {
          // A heartbeat tells of an emitter that is not this one: sent again it would mislead.
          if (message instanceof StepEvent event) {
            events.accept(event);
          }
        },
        badLines);
  }

  /** The same with heartbeats. */
  static Lines readAll(Path path, Consumer<WireMessage> messages, Consumer<BadLine> badLines) {
    EventFile file = new EventFile();
    try (LineReader lines = new LineReader(open(path), MAX_LINE)) {
      for (LineReader.Line line = lines.next(); line != null; line = lines.next()) {
        if (!line.isBlank()) {
          file.readLine(line, messages, badLines);
        }
      }
    } catch (NoSuchFileException e) {
      throw new CliException("there is no file " + path + ".", e);
    } catch (ZipException | EOFException e) {
      throw new CliException(
          path + " is damaged: its gzip data breaks off after " + file.events + " events.", e);
    } catch (IOException e) {
      throw new CliException("cannot read " + path + ": " + e.getMessage(), e);
    }
    return new Lines(file.events, file.heartbeats, file.bad);
  }

  private void readLine(
      LineReader.Line line, Consumer<WireMessage> messages, Consumer<BadLine> badLines) {
    if (line.cut()) {
      bad++;
      badLines.accept(new BadLine(line.number(), "it is longer than " + MAX_LINE + " bytes"));
      return;
    }
    try {
      WireMessage message = StepEventJson.decode(line.bytes()).message();
      switch (message) {
        case StepEvent _ -> events++;
        case Heartbeat _ -> heartbeats++;
      }
      messages.accept(message);
    } catch (InvalidEventException e) {
      bad++;
      badLines.accept(new BadLine(line.number(), String.valueOf(e.getMessage())));
    }
  }

  private static InputStream open(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      throw new CliException(path + " is a folder; name a file of events.");
    }
    BufferedInputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
    in.mark(2);
    boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
    in.reset();
    return gzip ? new GZIPInputStream(in, 1 << 16) : in;
  }
}
