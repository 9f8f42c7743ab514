package io.oriontrail.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.InvalidEventException;
import io.oriontrail.event.StepEvent;
import io.oriontrail.event.StepEventJson;
import io.oriontrail.local.chaos.ChaosLedger;
import io.oriontrail.local.chaos.ChaosTraffic;
import io.oriontrail.local.chaos.ChaosVerdict;
import io.oriontrail.local.chaos.EmitterChild;
import io.oriontrail.local.esm.MappingCounts;
import io.oriontrail.local.kinesis.StoredRecord;
import io.oriontrail.local.lambda.LambdaFunction;
import io.oriontrail.local.lambda.Outcome;
import io.oriontrail.store.EventScan;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/**
 * Compares what a line has made of what was sent with what it had to make of it. Reads stream,
 * table and quarantine itself, past whatever could be told to fail. Not safe for several threads.
 */
final class ChaosOracle {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int GZIP_MAGIC = 0x1f;

  /**
   * What a killed process had not yet on its disk: half a second, and as much as a busy machine.
   */
  private static final Duration NOT_YET_SPOOLED = Duration.ofSeconds(5);

  private static final int MOST_TIMELINES = 2_000;
  private static final int MOST_ASKED_AGAIN = 10;

  private final ChaosLine line;
  private final ChaosLedger ledger;
  private final List<EmitterChild> children;
  private final ChaosVerdict verdict;

  ChaosOracle(
      ChaosLine line, ChaosLedger ledger, List<EmitterChild> children, ChaosVerdict verdict) {
    this.line = line;
    this.ledger = ledger;
    this.children = children;
    this.verdict = verdict;
  }

  /** Blocks until all is compared. */
  void judge() throws InterruptedException {
    List<StepEvent> acknowledged = eventsInStream();
    judgeEmitters(acknowledged);
    List<StepEvent> stored = new ArrayList<>();
    long strange =
        EventScan.read(
            line.clients().dynamodb(),
            LineSettings.TABLE,
            message -> {
              if (message instanceof StepEvent event) {
                stored.add(event);
              }
            });
    if (strange > 0) {
      verdict.violation("the table holds %d items that are nothing of ours".formatted(strange));
    }
    verdict.compare("stream to table", acknowledged, acknowledged, stored);
    verdict.compareQuarantine(ledger.poison(), quarantined());
    judgeMapping();
    judgeTimelines(acknowledged);
  }

  /** What was offered and had to reach the stream, and nothing else there. */
  private void judgeEmitters(List<StepEvent> acknowledged) {
    List<StepEvent> owed = new ArrayList<>(ledger.offered());
    Set<String> present =
        acknowledged.stream()
            .map(event -> String.valueOf(event.eventId()))
            .collect(Collectors.toSet());
    long lastMoments = 0;
    for (EmitterChild child : children) {
      Instant killedAt = child.killedAt();
      for (StepEvent event : child.told()) {
        boolean lastMoment =
            killedAt != null && event.timestamp().isAfter(killedAt.minus(NOT_YET_SPOOLED));
        if (lastMoment && !present.contains(event.eventId())) {
          lastMoments++;
        } else {
          owed.add(event);
        }
      }
    }
    List<StepEvent> allowed = new ArrayList<>(owed);
    // One that a process emitted and was killed before it could tell follows from its id and time.
    for (StepEvent event : acknowledged) {
      String producer = ChaosTraffic.producerOf(event);
      if (children.stream().anyMatch(child -> child.producer().equals(producer))) {
        allowed.add(ChaosTraffic.event(producer, ChaosTraffic.numberOf(event), event.timestamp()));
      }
    }
    verdict.compare("emitters to stream", owed, allowed, acknowledged);
    verdict.fact(
        "killed emitters: %d, with them %d events of their last moments, which nobody had acknowledged"
            .formatted(children.size() - 1, lastMoments));
  }

  private List<StepEvent> eventsInStream() {
    Set<StepEvent> events = new LinkedHashSet<>();
    for (StoredRecord record : line.kinesis().recordsIn(LineSettings.STREAM)) {
      for (String text : lines(record.data())) {
        try {
          if (StepEventJson.decode(text.getBytes(StandardCharsets.UTF_8)).message()
              instanceof StepEvent event) {
            events.add(event);
          }
        } catch (InvalidEventException e) {
          // poison, which is compared with what is in quarantine
        }
      }
    }
    return List.copyOf(events);
  }

  private static List<String> lines(byte[] data) {
    try {
      byte[] plain =
          data.length > 0 && data[0] == GZIP_MAGIC
              ? new GZIPInputStream(new ByteArrayInputStream(data)).readAllBytes()
              : data;
      return new String(plain, StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("a record of an emitter cannot be read", e);
    }
  }

  private Set<String> quarantined() {
    Set<String> raws = new HashSet<>();
    var s3 = line.clients().s3();
    s3.listObjectsV2Paginator(list -> list.bucket(LineSettings.QUARANTINE_BUCKET))
        .contents()
        .forEach(
            object -> {
              String text =
                  s3.getObjectAsBytes(
                          get -> get.bucket(LineSettings.QUARANTINE_BUCKET).key(object.key()))
                      .asUtf8String();
              text.lines().forEach(entry -> raws.add(raw(entry)));
            });
    return raws;
  }

  private static String raw(String entry) {
    try {
      return Base64.getEncoder().encodeToString(JSON.readTree(entry).path("raw").binaryValue());
    } catch (IOException e) {
      throw new UncheckedIOException("a quarantine object is no NDJSON", e);
    }
  }

  private void judgeMapping() {
    MappingCounts counts = line.mapping().counts();
    if (counts.discarded() + counts.dropped() + counts.expired() > 0) {
      verdict.violation("the mapping has given records up: " + counts);
    }
    verdict.fact(
        "the mapping: %,d records read, %,d taken by ingest; invocations %,d, of them failed %,d, answered in part %,d"
            .formatted(
                counts.read(),
                counts.done(),
                counts.invocations(),
                counts.functionErrors() + counts.serviceErrors(),
                counts.partialFailures()));
  }

  private void judgeTimelines(List<StepEvent> acknowledged) throws InterruptedException {
    Set<ExecutionKey> keys =
        acknowledged.stream()
            .map(StepEvent::key)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    int every = Math.max(1, keys.size() / MOST_TIMELINES);
    List<TimelineQuestion> questions = new ArrayList<>();
    int number = 0;
    for (ExecutionKey key : keys) {
      if (number++ % every == 0) {
        questions.add(new TimelineQuestion(key));
      }
    }
    try (FaultFreeRun other = new FaultFreeRun(line);
        FunctionLog log = FunctionLog.create(line.settings().root(), "chaos-oracle");
        LambdaFunction tried =
            LineFunctions.query(line.settings().withPackaged(false), line.pastTheDoor(), log)) {
      other.play(acknowledged);
      verdict.compareAnswers(
          questions, question -> answer(tried, question), q -> answer(other.query(), q));
    }
  }

  /** The body without when it was asked for. */
  private String answer(LambdaFunction query, TimelineQuestion question) {
    ObjectNode event = JSON.createObjectNode();
    String[] parts = question.path().split("\\?", -1);
    event.put("version", "2.0").put("routeKey", "$default");
    event.put("rawPath", parts[0]).put("rawQueryString", parts[1]);
    event.putObject("headers");
    ObjectNode values = event.putObject("queryStringParameters");
    values.put("accountId", question.key().accountId());
    values.put("executionId", question.key().executionId());
    event
        .putObject("requestContext")
        .put("requestId", "oracle")
        .putObject("http")
        .put("method", "GET")
        .put("path", parts[0]);
    try {
      Outcome outcome = patientlyInvoked(query, JSON.writeValueAsBytes(event));
      if (!(outcome instanceof Outcome.Success success)) {
        return unanswered(question, outcome.toString());
      }
      JsonNode answer = JSON.readTree(success.payload());
      if (answer.path("statusCode").asInt() != 200) {
        return unanswered(question, answer.toString());
      }
      byte[] body = answer.path("body").asText().getBytes(StandardCharsets.UTF_8);
      if (answer.path("isBase64Encoded").asBoolean()) {
        body = Base64.getDecoder().decode(body);
      }
      ObjectNode timeline = (ObjectNode) JSON.readTree(body);
      timeline.remove("asOf");
      return timeline.toString();
    } catch (IOException e) {
      throw new UncheckedIOException("the query function answers with what is no JSON", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException("interrupted while comparing", e);
    }
  }

  /** Nothing fails any more, but a busy machine's store may be slow: a 503 says to ask again. */
  private static Outcome patientlyInvoked(LambdaFunction query, byte[] event)
      throws IOException, InterruptedException {
    Outcome outcome = query.invoke(event);
    for (int again = 0; again < MOST_ASKED_AGAIN; again++) {
      if (!(outcome instanceof Outcome.Success success)
          || JSON.readTree(success.payload()).path("statusCode").asInt() != 503) {
        return outcome;
      }
      outcome = query.invoke(event);
    }
    return outcome;
  }

  /** Two lines that both have no answer agree, but not on a timeline. */
  private String unanswered(TimelineQuestion question, String instead) {
    verdict.violation("there is no timeline of %s: %s".formatted(question, instead));
    return instead;
  }
}
