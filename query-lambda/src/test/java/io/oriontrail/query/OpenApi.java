package io.oriontrail.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;

/** Holds answers against docs/contracts/openapi.yaml. What the document does not name, fails. */
final class OpenApi {
  private final JsonNode document;
  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private OpenApi(JsonNode document) {
    this.document = document;
  }

  static OpenApi read() {
    try {
      // Not by Jackson, which does not resolve anchors in a tree.
      Object yaml =
          new org.yaml.snakeyaml.Yaml()
              .load(Files.readString(Vectors.root().resolve("docs/contracts/openapi.yaml")));
      return new OpenApi(new ObjectMapper().valueToTree(yaml));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonNode document() {
    return document;
  }

  /** {@code path}: as the document spells it, with its braces. */
  void check(String path, Gateway.Reply reply) {
    JsonNode responses =
        document.required("paths").required(path).required("get").required("responses");
    JsonNode response = resolve(responses.path(Integer.toString(reply.status())));
    assertThat(response.isObject()).as("%s names status %d", path, reply.status()).isTrue();
    checkHeaders(response, reply);
    if (!response.has("content")) {
      assertThat(reply.text()).as("status %d has no body", reply.status()).isEmpty();
      return;
    }
    JsonNode content =
        response.required("content").path(String.valueOf(reply.header("Content-Type")));
    assertThat(content.isObject())
        .as("%s %d names type %s", path, reply.status(), reply.header("Content-Type"))
        .isTrue();
    if ("application/x-ndjson".equals(reply.header("Content-Type"))) {
      for (String line : reply.text().split("\n", -1)) {
        if (!line.isEmpty()) {
          check(content.required("schema"), parse(line));
        }
      }
    } else if (String.valueOf(reply.header("Content-Type")).startsWith("text/")) {
      check(content.required("schema"), TextNode.valueOf(reply.text()));
    } else {
      check(content.required("schema"), reply.json());
    }
  }

  /** {@code json}: a timeline as the API answers it. */
  void checkTimeline(JsonNode json) {
    check(document.at("/components/responses/Timeline/content/application~1json/schema"), json);
  }

  /** Whatever the path was: any problem looks alike. */
  void checkProblem(Gateway.Reply reply) {
    JsonNode problem = document.at("/components/responses/Problem");
    assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
    checkHeaders(problem, reply);
    check(problem.at("/content/application~1problem+json/schema"), reply.json());
  }

  private void checkHeaders(JsonNode response, Gateway.Reply reply) {
    response
        .path("headers")
        .properties()
        .forEach(
            header -> {
              JsonNode described = resolve(header.getValue());
              String value = reply.header(header.getKey());
              if (value != null) {
                JsonNode schema = described.required("schema");
                boolean number = schema.path("type").asText().equals("integer");
                check(
                    schema,
                    number ? parse(value) : parse("\"" + value.replace("\"", "\\\"") + "\""));
              }
              assertThat(value != null || !described.path("required").asBoolean())
                  .as("header %s is there", header.getKey())
                  .isTrue();
            });
  }

  private void check(JsonNode schema, JsonNode value) {
    ObjectNode whole = schema.deepCopy();
    whole.put("$schema", SpecificationVersion.DRAFT_2020_12.getDialectId());
    whole.set("components", document.required("components"));
    Schema compiled = registry.getSchema(whole);
    assertThat(compiled.validate(value)).isEqualTo(List.of());
  }

  private JsonNode resolve(JsonNode node) {
    if (!node.has("$ref")) {
      return node;
    }
    return document.at(node.get("$ref").asText().substring(1));
  }

  private static JsonNode parse(String json) {
    try {
      return new ObjectMapper().readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(json, e);
    }
  }
}
