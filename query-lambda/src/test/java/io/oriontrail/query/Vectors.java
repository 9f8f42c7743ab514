package io.oriontrail.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oriontrail.event.StepEvent;
import io.oriontrail.event.StepEventJson;
import io.oriontrail.store.StoredEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads the worked cases that Java and the dashboard share: {@code events}, {@code asOf} and what
 * else a timeline depends on, and the facts that must come out. docs/contracts/timeline/README.md
 * describes the format.
 */
final class Vectors {
  static final ObjectMapper JSON = new ObjectMapper();

  record Vector(
      String name,
      ExecutionEvents events,
      Journey journey,
      Baselines baselines,
      Instant asOf,
      JsonNode expected) {

    Timeline timeline() {
      return Timeline.of(events, journey, baselines, asOf);
    }
  }

  private Vectors() {}

  static Path root() {
    return Path.of(System.getProperty("orion.root"));
  }

  /** All cases of a directory, by name. A directory that is not there fails. */
  static List<Vector> of(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".json"))
          .sorted()
          .map(Vectors::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("no worked cases in " + directory, e);
    }
  }

  private static Vector read(Path file) {
    try {
      JsonNode tree = JSON.readTree(Files.readAllBytes(file));
      assertThat(file.getFileName()).hasToString(tree.required("name").asText() + ".json");
      Instant asOf = Instant.parse(tree.required("asOf").asText());
      Journey journey =
          tree.has("journey")
              ? JourneyFile.read(file.toString(), JSON.writeValueAsBytes(tree.get("journey")))
              : Journey.none();
      return new Vector(
          tree.required("name").asText(),
          events(tree, asOf),
          journey,
          baselines(tree.path("baselines")),
          asOf,
          tree.required("expected"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static ExecutionEvents events(JsonNode tree, Instant asOf) throws IOException {
    Instant expiresAt =
        tree.has("expiresAt")
            ? Instant.parse(tree.get("expiresAt").asText())
            : asOf.plus(java.time.Duration.ofDays(14));
    List<StoredEvent> events = new ArrayList<>();
    for (JsonNode node : tree.required("events")) {
      events.add(Events.stored(decode(JSON.writeValueAsBytes(node)), expiresAt));
    }
    var key = events.getFirst().event().key();
    if (!tree.has("leftOutBefore")) {
      return ExecutionEvents.of(key, events);
    }
    int tail = tree.get("leftOutBefore").asInt();
    return ExecutionEvents.truncated(
        key, events.subList(0, tail), events.subList(tail, events.size()));
  }

  static StepEvent decode(byte[] json) {
    return (StepEvent) StepEventJson.decode(json).message();
  }

  private static Baselines baselines(JsonNode tree) {
    Map<String, Baseline> byStep = new HashMap<>();
    tree.properties()
        .forEach(
            entry ->
                byStep.put(
                    entry.getKey(),
                    new Baseline(
                        entry.getValue().required("p50Nanos").asLong(),
                        entry.getValue().required("p95Nanos").asLong(),
                        entry.getValue().required("samples").asLong())));
    return Baselines.of(byStep);
  }

  /** The timeline as the API answers it. */
  static ObjectNode json(Timeline timeline) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      TimelineJson.write(timeline, TimelineJson.Payload.INCLUDED, out);
      return (ObjectNode) JSON.readTree(out.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Holds every expected fact against the answer: fields that the facts do not name may be
   * anything, arrays must agree in length and order.
   */
  static void check(JsonNode expected, ObjectNode answer) {
    ObjectNode readable = answer.deepCopy();
    for (JsonNode step : readable.required("criticalPath")) {
      JsonNode run = answer.required("runs").get(step.required("run").asInt());
      ((ObjectNode) step).set("step", run.required("step"));
      ((ObjectNode) step).set("attempt", run.required("attempt"));
    }
    check("", expected, readable);
  }

  private static void check(String place, JsonNode expected, JsonNode actual) {
    if (expected.isObject()) {
      assertThat(actual.isObject()).as("%s is an object", place).isTrue();
      expected
          .properties()
          .forEach(
              field -> {
                String at = place + "/" + field.getKey();
                assertThat(actual.has(field.getKey())).as("%s is there", at).isTrue();
                check(at, field.getValue(), actual.get(field.getKey()));
              });
    } else if (expected.isArray()) {
      assertThat(actual).as("length of %s: %s", place, actual).hasSize(expected.size());
      for (int i = 0; i < expected.size(); i++) {
        check(place + "/" + i, expected.get(i), actual.get(i));
      }
    } else if (expected.isNumber()) {
      assertThat(actual.isNumber()).as("%s is a number: %s", place, actual).isTrue();
      assertThat(actual.longValue()).as(place).isEqualTo(expected.longValue());
    } else {
      assertThat(actual).as(place).isEqualTo(expected);
    }
  }
}
