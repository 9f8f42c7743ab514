package io.oriontrail.infra;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * All statements of a template that allow something: of roles and policies (identity) and of
 * buckets, keys and the like (resource). Found by their shape, so that a kind of resource that is
 * new to the stack is not overlooked.
 */
final class PolicyStatements {
  private PolicyStatements() {}

  /** One allowing statement and the resource of the template that it stands in. */
  record Allowed(String logicalId, JsonNode statement) {

    List<String> actions() {
      return texts(statement.path("Action"));
    }

    List<String> resources() {
      return texts(statement.path("Resource"));
    }

    /** A statement without principals stands in a role's policy. */
    boolean ofAnIdentity() {
      return !statement.has("Principal") && !statement.has("NotPrincipal");
    }

    /**
     * The wildcards among actions and resources, in cdk-nag's notation. {@code NotAction} and
     * {@code NotResource} are wildcards by nature.
     */
    List<String> wildcards() {
      List<String> found = new ArrayList<>();
      actions().stream().filter(a -> a.contains("*")).forEach(a -> found.add("Action::" + a));
      resources().stream().filter(r -> r.contains("*")).forEach(r -> found.add("Resource::" + r));
      Stream.of("NotAction", "NotResource").filter(statement::has).forEach(found::add);
      return found;
    }
  }

  static List<Allowed> allowedIn(JsonNode template) {
    List<Allowed> found = new ArrayList<>();
    template
        .path("Resources")
        .properties()
        .forEach(
            resource -> {
              for (JsonNode document :
                  resource.getValue().path("Properties").findParents("Statement")) {
                for (JsonNode statement : document.path("Statement")) {
                  if ("Allow".equals(statement.path("Effect").asText())) {
                    found.add(new Allowed(resource.getKey(), statement));
                  }
                }
              }
            });
    return found;
  }

  private static List<String> texts(JsonNode oneOrMore) {
    Stream<JsonNode> values =
        oneOrMore.isArray()
            ? StreamSupport.stream(oneOrMore.spliterator(), false)
            : oneOrMore.isMissingNode() ? Stream.empty() : Stream.of(oneOrMore);
    return values.map(PolicyStatements::text).toList();
  }

  /** A value with references written as {@code <LogicalId.Attribute>}. */
  static String text(JsonNode value) {
    if (value.isTextual()) {
      return value.asText();
    }
    if (value.has("Ref")) {
      return "<" + value.path("Ref").asText() + ">";
    }
    if (value.has("Fn::GetAtt")) {
      JsonNode path = value.path("Fn::GetAtt");
      return "<" + path.path(0).asText() + "." + path.path(1).asText() + ">";
    }
    if (value.has("Fn::Join")) {
      StringBuilder joined = new StringBuilder();
      value.path("Fn::Join").path(1).forEach(part -> joined.append(text(part)));
      return joined.toString();
    }
    if (value.has("Fn::Sub")) {
      return value.path("Fn::Sub").asText().replaceAll("\\$\\{(.*?)}", "<$1>");
    }
    throw new AssertionError("a form of value that this reader does not know: " + value);
  }
}
