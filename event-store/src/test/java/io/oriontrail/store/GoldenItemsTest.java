package io.oriontrail.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.oriontrail.event.Heartbeat;
import io.oriontrail.event.InvalidEventException;
import io.oriontrail.event.StepEvent;
import io.oriontrail.event.StepEventJson;
import io.oriontrail.event.WireMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Fault 49: items of older releases, which today's code must read; see docs/contracts/items. */
class GoldenItemsTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("orion.root", "..")).resolve("docs/contracts/items");

  /** What was written, by what it shows. */
  record Golden(String what, WireMessage message, JsonNode json) {
    Map<String, AttributeValue> item() {
      return attributes(field(json, "item"));
    }

    @Override
    public String toString() {
      return what;
    }
  }

  static List<Golden> all() {
    return files().stream().flatMap(file -> read(file).stream()).toList();
  }

  static List<Golden> newest() {
    return read(files().getLast());
  }

  private static List<Path> files() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<Path> sorted = files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
      assertThat(sorted).isNotEmpty();
      return sorted;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Golden> read(Path file) {
    try {
      List<Golden> golden =
          JsonNode.parser().parse(Files.readString(file)).asArray().stream()
              .map(
                  entry ->
                      new Golden(
                          file.getFileName() + ": " + field(entry, "what").text(),
                          decode(field(entry, "wire")),
                          entry))
              .toList();
      assertThat(golden).hasSizeGreaterThanOrEqualTo(7);
      return golden;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode field(JsonNode json, String name) {
    return Objects.requireNonNull(json.asObject().get(name), name);
  }

  private static WireMessage decode(JsonNode wire) {
    try {
      return StepEventJson.decode(wire.text().getBytes(UTF_8)).message();
    } catch (InvalidEventException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Map<String, AttributeValue> attributes(JsonNode json) {
    Map<String, AttributeValue> attributes = new HashMap<>();
    json.asObject().forEach((name, value) -> attributes.put(name, attribute(value)));
    return attributes;
  }

  private static AttributeValue attribute(JsonNode json) {
    Map.Entry<String, JsonNode> typed = json.asObject().entrySet().iterator().next();
    JsonNode value = typed.getValue();
    return switch (typed.getKey()) {
      case "S" -> AttributeValue.fromS(value.text());
      case "N" -> AttributeValue.fromN(value.text());
      case "BOOL" -> AttributeValue.fromBool(value.asBoolean());
      case "L" ->
          AttributeValue.fromL(value.asArray().stream().map(GoldenItemsTest::attribute).toList());
      case "M" -> AttributeValue.fromM(attributes(value));
      default -> throw new IllegalArgumentException(typed.getKey());
    };
  }

  @ParameterizedTest
  @MethodSource("all")
  void itemOfAnyRelease_read_isWhatWasWritten(Golden golden) {
    switch (golden.message()) {
      case Heartbeat heartbeat ->
          assertThat(HeartbeatItem.toHeartbeat(golden.item())).isEqualTo(heartbeat);
      case StepEvent event -> {
        StoredEvent stored = StepEventItem.toEvent(golden.item());
        if (stored.cut()) {
          assertThat(stored.event().errorMessage()).endsWith("…").hasSizeLessThan(1_000);
          assertThat(withoutMessage(stored.event())).isEqualTo(withoutMessage(event));
        } else {
          assertThat(stored.event()).isEqualTo(event);
        }
        assertThat(stored.sortKey()).isEqualTo(TableLayout.sortKey(event));
      }
    }
  }

  private static StepEvent withoutMessage(StepEvent event) {
    return event.toBuilder().errorMessage(null).build();
  }

  @ParameterizedTest
  @MethodSource("newest")
  void itemOfTheNewestForm_writtenAgain_isTheSameToTheByte(Golden golden) {
    long ttl = new ItemFields(golden.item()).number(TableLayout.TTL);

    assertThat(ItemKey.of(golden.message()).item(golden.message(), ttl)).isEqualTo(golden.item());
  }

  @ParameterizedTest
  @MethodSource("newest")
  void listingOfTheNewestForm_writtenAgain_isTheSameToTheByte(Golden golden) {
    JsonNode listing = golden.json().asObject().get("listing");
    boolean opens = golden.message() instanceof StepEvent event && TableLayout.opensListing(event);

    assertThat(opens).isEqualTo(listing != null);
    if (listing != null && golden.message() instanceof StepEvent event) {
      Map<String, AttributeValue> expected = attributes(listing);
      ItemFields fields = new ItemFields(expected);
      long ttl = fields.number(TableLayout.TTL);
      assertThat(ItemKey.listing(event).item(null, ttl)).isEqualTo(expected);
      assertThat(TableLayout.listedExecution(fields.text(TableLayout.SK)))
          .isEqualTo(event.key().executionId());
    }
  }
}
