package io.oriontrail.infra;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One mapping of a stage's YAML file, read strictly. A value that does not fit is refused with its
 * file, its key, itself and what is allowed; a key that nobody asked for is refused with those that
 * exist. Nothing is clamped or guessed. For one thread.
 */
final class ConfigSection {
  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final String file;
  private final String path;
  private final JsonNode node;
  private final Set<String> known = new TreeSet<>();

  private ConfigSection(String file, String path, JsonNode node) {
    this.file = file;
    this.path = path;
    this.node = node;
  }

  /** Reads the whole file with the given reader; an empty file is a file of defaults. */
  static <T> T read(Path file, Function<ConfigSection, T> reader) {
    try {
      return parse(String.valueOf(file.getFileName()), Files.readString(file), reader);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** The same for a text that lies in no file; the name stands in its messages. */
  static <T> T parse(String name, String text, Function<ConfigSection, T> reader) {
    JsonNode root;
    try {
      root = YAML.readTree(text);
    } catch (JsonProcessingException e) {
      String place =
          e.getLocation() == null ? "" : " in line " + Math.max(1, e.getLocation().getLineNr());
      String problem = e.getOriginalMessage().lines().findFirst().orElse("it cannot be read");
      throw new SetupException("%s is no valid YAML%s: %s".formatted(name, place, problem));
    }
    return new ConfigSection(name, "", root).readBy(reader);
  }

  private <T> T readBy(Function<ConfigSection, T> reader) {
    if (!node.isObject() && !isAbsent(node)) {
      throw new SetupException(
          "%s: %s is '%s'; a mapping of settings belongs there"
              .formatted(file, path.isEmpty() ? "the whole file" : path, node.asText()));
    }
    T value = reader.apply(this);
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!known.contains(entry.getKey())) {
        throw new SetupException(
            "%s: %s is no setting; those that exist here are %s"
                .formatted(file, at(entry.getKey()), String.join(", ", known)));
      }
    }
    return value;
  }

  /** A nested mapping; where it is absent, all its settings have their defaults. */
  <T> T section(String key, Function<ConfigSection, T> reader) {
    return new ConfigSection(file, at(key), get(key)).readBy(reader);
  }

  /** A nested mapping that may be left out altogether. */
  <T> @Nullable T optionalSection(String key, Function<ConfigSection, T> reader) {
    return isAbsent(get(key)) ? null : section(key, reader);
  }

  /** A text of the given form; {@code form} says in words what the pattern asks for. */
  String text(String key, Pattern pattern, String form) {
    String value = optionalText(key, pattern, form);
    if (value == null) {
      throw new SetupException("%s: %s is missing; it is %s".formatted(file, at(key), form));
    }
    return value;
  }

  @Nullable String optionalText(String key, Pattern pattern, String form) {
    JsonNode value = get(key);
    if (isAbsent(value)) {
      return null;
    }
    // YAML makes a number of 012345678901 and a boolean of no: such a text has to be quoted.
    if (!value.isTextual()) {
      throw refused(key, value, form + ", in quotes");
    }
    if (!pattern.matcher(value.textValue()).matches()) {
      throw refused(key, value, form);
    }
    return value.textValue();
  }

  int integer(String key, int min, int max, int absent) {
    return isAbsent(get(key)) ? absent : integer(key, min, max);
  }

  int integer(String key, int min, int max) {
    JsonNode value = get(key);
    String form = "a whole number from %d to %d".formatted(min, max);
    if (isAbsent(value)) {
      throw new SetupException("%s: %s is missing; it is %s".formatted(file, at(key), form));
    }
    if (!value.isInt() || value.intValue() < min || value.intValue() > max) {
      throw refused(key, value, form);
    }
    return value.intValue();
  }

  @Nullable Integer optionalInteger(String key, int min, int max) {
    return isAbsent(get(key)) ? null : (Integer) integer(key, min, max);
  }

  /** A number within the given bounds, both included. */
  double decimal(String key, double min, double max, double absent) {
    JsonNode value = get(key);
    if (isAbsent(value)) {
      return absent;
    }
    double number = value.doubleValue();
    if (!value.isNumber() || number < min || number > max) {
      throw refused(key, value, "a number from %s to %s".formatted(plain(min), plain(max)));
    }
    return number;
  }

  private static String plain(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }

  /** One of a few whole numbers. */
  int oneOf(String key, Collection<Integer> allowed, int absent) {
    JsonNode value = get(key);
    if (isAbsent(value)) {
      return absent;
    }
    if (!value.isInt() || !allowed.contains(value.intValue())) {
      throw refused(key, value, "one of " + joined(allowed));
    }
    return value.intValue();
  }

  /** An ISO 8601 duration of whole seconds within the given bounds, both included. */
  Duration duration(String key, Duration min, Duration max, Duration absent) {
    JsonNode value = get(key);
    if (isAbsent(value)) {
      return absent;
    }
    String form = "an ISO 8601 duration of whole seconds from %s to %s".formatted(min, max);
    try {
      Duration duration = Duration.parse(value.asText());
      if (duration.compareTo(min) >= 0
          && duration.compareTo(max) <= 0
          && duration.toNanosPart() == 0) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      // Refused below like one that is out of bounds.
    }
    throw refused(key, value, form);
  }

  boolean flag(String key, boolean absent) {
    JsonNode value = get(key);
    if (isAbsent(value)) {
      return absent;
    }
    if (!value.isBoolean()) {
      throw refused(key, value, "true or false");
    }
    return value.booleanValue();
  }

  <E extends Enum<E>> E choice(String key, Class<E> type, E absent) {
    JsonNode value = get(key);
    if (isAbsent(value)) {
      return absent;
    }
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> value.isTextual() && constant.name().equals(value.textValue()))
        .findFirst()
        .orElseThrow(
            () -> refused(key, value, "one of " + joined(List.of(type.getEnumConstants()))));
  }

  /** A list of at least one text. */
  List<String> texts(String key, Pattern pattern, String form) {
    JsonNode value = get(key);
    boolean legal = value.isArray() && !value.isEmpty();
    for (JsonNode element : value) {
      legal &= element.isTextual() && pattern.matcher(element.textValue()).matches();
    }
    if (!legal) {
      throw refused(key, value, "a list of at least one: " + form);
    }
    return value.valueStream().map(JsonNode::textValue).toList();
  }

  /** The same, or empty where absent. */
  List<String> optionalTexts(String key, Pattern pattern, String form) {
    return isAbsent(get(key)) ? List.of() : texts(key, pattern, form);
  }

  /** A mapping of free keys to texts; empty where absent. In the order of its keys. */
  Map<String, String> textsByKey(String key) {
    JsonNode value = get(key);
    Map<String, String> texts = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      if (!entry.getValue().isTextual()) {
        throw refused(key + "." + entry.getKey(), entry.getValue(), "a text, in quotes");
      }
      texts.put(entry.getKey(), entry.getValue().textValue());
    }
    if (!value.isObject() && !isAbsent(value)) {
      throw refused(key, value, "a mapping of texts");
    }
    return Map.copyOf(texts);
  }

  /** Refuses a setting that means nothing beside another one. */
  void mustBeAbsent(String key, String reason) {
    JsonNode value = get(key);
    if (!isAbsent(value)) {
      throw refused(key, value, "nothing, because " + reason);
    }
  }

  /** For rules that join several settings: what is wrong with this one. */
  SetupException refused(String key, Object value, String allowed) {
    String shown =
        value instanceof JsonNode json && json.isValueNode() ? json.asText() : "" + value;
    return new SetupException(
        "%s: %s is '%s'; allowed is %s".formatted(file, at(key), shown, allowed));
  }

  private JsonNode get(String key) {
    known.add(key);
    return isAbsent(node) ? JsonNodeFactory.instance.missingNode() : node.path(key);
  }

  private String at(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private static boolean isAbsent(JsonNode node) {
    return node instanceof MissingNode || node.isNull();
  }

  private static String joined(Collection<?> values) {
    return values.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }
}
