package io.oriontrail.emitter;

import io.oriontrail.emitter.transport.RecordSender;
import io.oriontrail.emitter.transport.SendException;
import io.oriontrail.event.Heartbeat;
import io.oriontrail.event.StepEvent;
import io.oriontrail.event.StepEventJson;
import io.oriontrail.event.WireMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Answers as the script says, and stores everything once the script is over. */
final class ScriptedSender implements RecordSender {
  /** What becomes of one request. */
  interface Answer {
    List<Outcome> to(List<byte[]> records) throws SendException;
  }

  private final Deque<Answer> script = new ArrayDeque<>();
  private final List<byte[]> stored = new ArrayList<>();
  private final List<Integer> requests = new ArrayList<>();
  private final List<Integer> requestBytes = new ArrayList<>();
  private Answer afterwards = this::storeAll;
  private int closed;
  private int reconnected;

  synchronized ScriptedSender then(Answer answer) {
    script.add(answer);
    return this;
  }

  synchronized ScriptedSender afterwards(Answer answer) {
    afterwards = answer;
    return this;
  }

  @Override
  public List<Outcome> send(List<byte[]> records) throws SendException {
    Answer answer;
    synchronized (this) {
      requests.add(records.size());
      requestBytes.add(records.stream().mapToInt(record -> record.length).sum());
      Answer next = script.poll();
      answer = next == null ? afterwards : next;
    }
    return answer.to(records);
  }

  @Override
  public synchronized void reconnect() {
    reconnected++;
  }

  synchronized int timesReconnected() {
    return reconnected;
  }

  @Override
  public synchronized void close() {
    closed++;
  }

  synchronized int timesClosed() {
    return closed;
  }

  synchronized List<Outcome> storeAll(List<byte[]> records) {
    stored.addAll(records);
    return Collections.nCopies(records.size(), Outcome.STORED);
  }

  /** Stores all but the record at this index, which gets this outcome. */
  Answer allBut(int index, Outcome outcome) {
    return records -> {
      List<Outcome> outcomes = new ArrayList<>();
      for (int i = 0; i < records.size(); i++) {
        if (i == index) {
          outcomes.add(outcome);
        } else {
          storeAll(List.of(records.get(i)));
          outcomes.add(Outcome.STORED);
        }
      }
      return outcomes;
    };
  }

  static Answer fails(SendException.Kind kind) {
    return records -> {
      throw new SendException(kind, "scripted", null);
    };
  }

  static Answer all(Outcome outcome) {
    return records -> Collections.nCopies(records.size(), outcome);
  }

  /** Number of records in each request so far. */
  synchronized List<Integer> requests() {
    return List.copyOf(requests);
  }

  /** Bytes of records in each request so far. */
  synchronized List<Integer> requestBytes() {
    return List.copyOf(requestBytes);
  }

  synchronized List<byte[]> stored() {
    return List.copyOf(stored);
  }

  /** Events in what was stored, repeated ones as often as they came. */
  List<StepEvent> events() {
    return messages().stream()
        .filter(StepEvent.class::isInstance)
        .map(StepEvent.class::cast)
        .toList();
  }

  List<Heartbeat> heartbeats() {
    return messages().stream()
        .filter(Heartbeat.class::isInstance)
        .map(Heartbeat.class::cast)
        .toList();
  }

  private List<WireMessage> messages() {
    return stored().stream().flatMap(record -> read(record).stream()).toList();
  }

  static List<WireMessage> read(byte[] record) {
    List<WireMessage> messages = new ArrayList<>();
    byte[] lines = unzipped(record);
    int from = 0;
    for (int i = 0; i < lines.length; i++) {
      if (lines[i] == '\n') {
        messages.add(StepEventJson.decode(lines, from, i - from).message());
        from = i + 1;
      }
    }
    return messages;
  }

  static byte[] unzipped(byte[] record) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(record))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
