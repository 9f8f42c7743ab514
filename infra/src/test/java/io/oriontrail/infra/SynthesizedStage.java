package io.oriontrail.infra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import software.amazon.awscdk.App;
import software.amazon.awscdk.assertions.Template;

/**
 * A stage as {@code cdk synth} would make it: same entry, same feature flags from cdk.json. Each
 * example stage is synthesized once for all tests.
 */
final class SynthesizedStage {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> FINDINGS = Set.of("aws:cdk:error", "aws:cdk:warning");
  private static final Map<String, SynthesizedStage> EXAMPLES = new ConcurrentHashMap<>();
  private static final Path TARGET =
      StandInRoot.repository().resolve("infra").resolve("target").resolve("stand-in");

  private final OrionTrailStack stack;
  private final Template assertions;
  private final JsonNode template;
  private final JsonNode edge;

  private SynthesizedStage(OrionTrailStack stack) {
    this.stack = stack;
    this.assertions = Template.fromStack(stack);
    this.template = JSON.valueToTree(assertions.toJSON());
    this.edge =
        stack.getNode().getRoot().getNode().getChildren().stream()
            .filter(EdgeStack.class::isInstance)
            .map(other -> Template.fromStack((EdgeStack) other).toJSON())
            .<JsonNode>map(JSON::valueToTree)
            .findFirst()
            .orElseGet(MissingNode::getInstance);
  }

  /** The stage of {@code infra/stages/<name>.yaml}. */
  static SynthesizedStage example(String name) {
    return EXAMPLES.computeIfAbsent(
        name, stage -> synthesize(StandInRoot.makeIn(TARGET.resolve(stage)), stage, stack -> {}));
  }

  /** The names of all stage files in the repository. */
  static List<String> examples() {
    return StageConfig.stages(StandInRoot.repository().resolve("infra").resolve("stages"));
  }

  /** A stage of the given root, changed before it is synthesized. */
  static SynthesizedStage synthesize(Path root, String stage, Consumer<OrionTrailStack> change) {
    OrionTrailStack stack = OrionTrailApp.addStage(app(root, Map.of("stage", stage)), root);
    change.accept(stack);
    return new SynthesizedStage(stack);
  }

  /** An app as the command line starts it, with its output under the root. */
  static App app(Path root, Map<String, String> context) {
    Map<String, Object> all = new HashMap<>(contextOfCommandLine());
    all.putAll(context);
    return App.Builder.create()
        .context(all)
        .outdir(root.resolve("cdk.out").toString())
        .analyticsReporting(false)
        .build();
  }

  private static Map<String, Object> contextOfCommandLine() {
    Path file = StandInRoot.repository().resolve("infra").resolve("cdk.json");
    try {
      Map<String, Object> context = new HashMap<>();
      JSON.readTree(file.toFile())
          .path("context")
          .properties()
          .forEach(
              flag -> context.put(flag.getKey(), JSON.convertValue(flag.getValue(), Object.class)));
      return context;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  Template assertions() {
    return assertions;
  }

  StageConfig config() {
    return StageConfig.load(
        StandInRoot.repository().resolve("infra").resolve("stages"),
        stack.getStackName().substring("OrionTrail-".length()));
  }

  JsonNode template() {
    return template;
  }

  /** The template of the stack in us-east-1; missing where the stage has none. */
  JsonNode edge() {
    return edge;
  }

  JsonNode resource(String logicalId) {
    JsonNode resource = template.path("Resources").path(logicalId);
    if (resource.isMissingNode()) {
      throw new AssertionError("the template has no resource " + logicalId);
    }
    return resource;
  }

  /** The resources of a type by logical id. */
  Map<String, JsonNode> resources(String type) {
    Map<String, JsonNode> found = new TreeMap<>();
    template
        .path("Resources")
        .properties()
        .forEach(
            entry -> {
              if (type.equals(entry.getValue().path("Type").asText())) {
                found.put(entry.getKey(), entry.getValue());
              }
            });
    return found;
  }

  /** The only resource of a type. */
  JsonNode only(String type) {
    return resource(onlyId(type));
  }

  String onlyId(String type) {
    Map<String, JsonNode> found = resources(type);
    if (found.size() != 1) {
      throw new AssertionError("one " + type + " expected, found " + found.keySet());
    }
    return found.keySet().iterator().next();
  }

  /** The event table's logical id: the only one with indexes. */
  String eventTable() {
    return tables().entrySet().stream()
        .filter(table -> table.getValue().at("/Properties/GlobalSecondaryIndexes").isArray())
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  /** Likewise the one of the table of roll-ups. */
  String rollupTable() {
    return table("RollupTable");
  }

  /** Likewise the one of the table that says who looked at what. */
  String auditTable() {
    return table("AuditTable");
  }

  private String table(String construct) {
    return tables().keySet().stream()
        .filter(table -> table.startsWith(construct))
        .findFirst()
        .orElseThrow();
  }

  /** Likewise the one of the alert function's groups; for stages with monitoring. */
  String groupTable() {
    return table("MonitoringAlertFunctionGroups");
  }

  private Map<String, JsonNode> tables() {
    return resources("AWS::DynamoDB::GlobalTable");
  }

  /** The logical id that a value refers to, by Ref or GetAtt, at whatever depth. */
  static String target(JsonNode value) {
    JsonNode ref = value.findValue("Ref");
    JsonNode attribute = value.findValue("Fn::GetAtt");
    if ((ref == null) == (attribute == null)) {
      throw new AssertionError("one reference expected in " + value);
    }
    return ref == null ? attribute.path(0).asText() : ref.asText();
  }

  /** All that cdk-nag or the library has to say against the stacks, errors and warnings. */
  List<String> findings() {
    return stack.getNode().getRoot().getNode().findAll().stream()
        .flatMap(
            construct ->
                construct.getNode().getMetadata().stream()
                    .filter(entry -> FINDINGS.contains(entry.getType()))
                    .map(entry -> construct.getNode().getPath() + ": " + entry.getData()))
        .toList();
  }
}
