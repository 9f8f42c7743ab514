package io.oriontrail.query;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.InvalidEventException;
import io.oriontrail.event.Limits;
import io.oriontrail.event.StepEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a journey definition (YAML or JSON, which is YAML too) and checks every rule of
 * docs/contracts/journey.md. Not safe for use by several threads at once; one instance a file.
 */
public final class JourneyFile {
  static final int MAX_STEPS = 500;
  static final int MAX_NAME_LENGTH = 128;
  static final int MAX_VERSION_LENGTH = 64;
  static final Duration MAX_DURATION = Duration.ofDays(3_650);

  private static final Set<String> FILE_FIELDS =
      Set.of("journey", "version", "quietAfter", "stallAfter", "steps");
  private static final Set<String> STEP_FIELDS =
      Set.of("name", "dependsOn", "optional", "final", "usualDuration", "limit");

  private static final ExecutionKey ANY_EXECUTION = ExecutionKey.of("any", "any");

  private final String source;

  private JourneyFile(String source) {
    this.source = source;
  }

  /**
   * Reads a definition. Blocks.
   *
   * @throws JourneyException if it cannot be read or breaks a rule; the message is one sentence
   *     that names the file and the place
   */
  public static Journey read(Path file) {
    JourneyFile reader = new JourneyFile(String.valueOf(file.getFileName()));
    byte[] content;
    try {
      content = Files.readAllBytes(file);
    } catch (IOException e) {
      throw reader.broken("", "the file cannot be read (" + e + ")");
    }
    return reader.parse(content);
  }

  /** The same for content at hand; {@code source} is what messages call it. */
  static Journey read(String source, byte[] content) {
    return new JourneyFile(source).parse(content);
  }

  private Journey parse(byte[] content) {
    JsonNode root = tree(content);
    if (!root.isObject()) {
      throw broken("", "the file must hold an object with the fields 'journey' and 'steps'");
    }
    refuseUnknownFields("", root, FILE_FIELDS);
    String name = requiredText("journey", root.get("journey"), MAX_NAME_LENGTH);
    String version =
        root.hasNonNull("version")
            ? requiredText("version", root.get("version"), MAX_VERSION_LENGTH)
            : null;
    Duration quietAfter =
        durationOr("quietAfter", root.get("quietAfter"), Journey.DEFAULT_QUIET_AFTER);
    Duration stallAfter =
        durationOr("stallAfter", root.get("stallAfter"), Journey.DEFAULT_STALL_AFTER);
    if (stallAfter.compareTo(quietAfter) < 0) {
      throw broken(
          "stallAfter",
          "must not be shorter than quietAfter; it is "
              + stallAfter
              + ", quietAfter is "
              + quietAfter);
    }
    JsonNode list = root.get("steps");
    if (list == null || !list.isArray() || list.isEmpty() || list.size() > MAX_STEPS) {
      throw broken("steps", "must be an array of 1 to " + MAX_STEPS + " steps");
    }
    List<Journey.Step> steps = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      steps.add(step("steps[" + i + "]", list.get(i)));
    }
    new JourneyGraph(steps, this::broken).check();
    return new Journey(name, version, quietAfter, stallAfter, steps);
  }

  private JsonNode tree(byte[] content) {
    ObjectMapper yaml =
        new ObjectMapper(
                YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    try {
      return yaml.readTree(content);
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      String place = at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr();
      throw broken(place, "not YAML or JSON: " + firstLine(e.getOriginalMessage()));
    } catch (IOException e) {
      throw broken("", "the file cannot be read (" + e + ")");
    }
  }

  private static String firstLine(@Nullable String message) {
    String text = String.valueOf(message);
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }

  private Journey.Step step(String place, JsonNode node) {
    if (!node.isObject()) {
      throw broken(place, "must be an object with the field 'name'");
    }
    refuseUnknownFields(place, node, STEP_FIELDS);
    return new Journey.Step(
        stepName(place + ".name", node.get("name")),
        dependsOn(place + ".dependsOn", node.get("dependsOn")),
        flag(place + ".optional", node.get("optional")),
        flag(place + ".final", node.get("final")),
        duration(place + ".usualDuration", node.get("usualDuration")),
        duration(place + ".limit", node.get("limit")));
  }

  private List<String> dependsOn(String place, @Nullable JsonNode node) {
    if (node == null || node.isNull()) {
      return List.of();
    }
    if (!node.isArray() || node.size() > Limits.MAX_DEPENDS_ON) {
      throw broken(place, "must be an array of at most " + Limits.MAX_DEPENDS_ON + " step names");
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < node.size(); i++) {
      String name = stepName(place + "[" + i + "]", node.get(i));
      if (names.contains(name)) {
        throw broken(place + "[" + i + "]", "'" + name + "' stands twice");
      }
      names.add(name);
    }
    return names;
  }

  private String stepName(String place, @Nullable JsonNode node) {
    String name = requiredText(place, node, Limits.MAX_STEP_LENGTH);
    if (name.equals(StepEvent.EXECUTION)) {
      throw broken(place, "'EXECUTION' brackets an execution and is no step");
    }
    try {
      // An event is the judge of what a step may be called.
      StepEvent.started(ANY_EXECUTION, name, Limits.MIN_TIMESTAMP).build();
    } catch (InvalidEventException e) {
      throw broken(place, String.valueOf(e.getMessage()));
    }
    return name;
  }

  private String requiredText(String place, @Nullable JsonNode node, int maxLength) {
    if (node == null || node.isNull()) {
      throw broken(place, "is missing");
    }
    if (!node.isTextual()) {
      throw broken(place, "must be a string; put " + node + " in quotes");
    }
    String text = node.textValue();
    if (text.isBlank() || text.codePointCount(0, text.length()) > maxLength) {
      throw broken(place, "must have 1 to " + maxLength + " characters");
    }
    return text;
  }

  private boolean flag(String place, @Nullable JsonNode node) {
    if (node == null || node.isNull()) {
      return false;
    }
    if (!node.isBoolean()) {
      throw broken(place, "must be true or false; it is " + node);
    }
    return node.booleanValue();
  }

  private Duration durationOr(String place, @Nullable JsonNode node, Duration otherwise) {
    Duration duration = duration(place, node);
    return duration == null ? otherwise : duration;
  }

  private @Nullable Duration duration(String place, @Nullable JsonNode node) {
    if (node == null || node.isNull()) {
      return null;
    }
    String rule = "must be an ISO 8601 duration such as PT0.3S or PT5M, longer than zero";
    if (!node.isTextual()) {
      throw broken(place, rule + "; it is " + node);
    }
    Duration duration;
    try {
      duration = Duration.parse(node.textValue());
    } catch (DateTimeParseException e) {
      throw broken(place, rule + "; it is '" + Limits.cut(node.textValue(), 64) + "'");
    }
    if (!duration.isPositive() || duration.compareTo(MAX_DURATION) > 0) {
      throw broken(
          place, rule + " and at most " + MAX_DURATION.toDays() + " days; it is " + duration);
    }
    return duration;
  }

  private void refuseUnknownFields(String place, JsonNode node, Set<String> known) {
    Set<String> names = new HashSet<>();
    node.fieldNames().forEachRemaining(names::add);
    names.removeAll(known);
    for (String name : names.stream().sorted().toList()) {
      throw broken(
          place.isEmpty() ? name : place + "." + name,
          "there is no such field" + Similar.hint(name, known));
    }
  }

  private JourneyException broken(String place, String problem) {
    return new JourneyException(source + ": " + (place.isEmpty() ? "" : place + ": ") + problem);
  }
}
