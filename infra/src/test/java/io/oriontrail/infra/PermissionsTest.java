package io.oriontrail.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oriontrail.alert.AlertHandler;
import io.oriontrail.infra.PolicyStatements.Allowed;
import io.oriontrail.ingest.ArchiveHandler;
import io.oriontrail.ingest.AuditArchiveHandler;
import io.oriontrail.ingest.IngestHandler;
import io.oriontrail.query.QueryHandler;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Walks every policy of the templates: who may do what is all that is written here. */
final class PermissionsTest {

  @ParameterizedTest
  @MethodSource("io.oriontrail.infra.SynthesizedStage#examples")
  void wildcard_inAnIdentitysPolicy_isArguedFor(String name) {
    SynthesizedStage stage = SynthesizedStage.example(name);

    assertThat(PolicyStatements.allowedIn(stage.template()))
        .filteredOn(Allowed::ofAnIdentity)
        .isNotEmpty()
        .allSatisfy(
            allowed -> assertThat(arguedFor(stage, allowed)).containsAll(allowed.wildcards()));
  }

  @ParameterizedTest
  @MethodSource("io.oriontrail.infra.SynthesizedStage#examples")
  void policyOfAResource_allowsServicesOnConditionAndNobodyElse(String name) {
    SynthesizedStage stage = SynthesizedStage.example(name);
    String ownAccount = stage.config().account();

    assertThat(PolicyStatements.allowedIn(stage.template()))
        .filteredOn(allowed -> !allowed.ofAnIdentity())
        .filteredOn(allowed -> !allowed.actions().equals(List.of("sts:AssumeRole")))
        .isNotEmpty()
        .allSatisfy(
            allowed -> {
              JsonNode principal = allowed.statement().path("Principal");
              // The key's own account decides by its roles' policies who may use the key.
              boolean ownRoot =
                  allowed.actions().equals(List.of("kms:*"))
                      && principal
                          .path("AWS")
                          .asText()
                          .equals("arn:aws:iam::" + ownAccount + ":root");
              boolean serviceOnCondition =
                  principal.has("Service")
                      && !principal.has("AWS")
                      && allowed.statement().has("Condition")
                      && allowed.actions().stream().noneMatch(action -> action.contains("*"));
              assertThat(ownRoot || serviceOnCondition).as("%s", allowed).isTrue();
            });
  }

  @ParameterizedTest
  @MethodSource("io.oriontrail.infra.SynthesizedStage#examples")
  void everyRole_isForLambdaOnly(String name) {
    SynthesizedStage stage = SynthesizedStage.example(name);

    assertThat(PolicyStatements.allowedIn(stage.template()))
        .filteredOn(allowed -> allowed.actions().contains("sts:AssumeRole"))
        .hasSameSizeAs(stage.resources("AWS::Lambda::Function").values())
        .allSatisfy(
            allowed ->
                assertThat(allowed.statement().path("Principal").toString())
                    .isEqualTo("{\"Service\":\"lambda.amazonaws.com\"}"));
  }

  @ParameterizedTest
  @MethodSource("io.oriontrail.infra.SynthesizedStage#examples")
  void noRole_usesAPolicyThatAwsManages(String name) {
    assertThat(SynthesizedStage.example(name).resources("AWS::IAM::Role").values())
        .isNotEmpty()
        .allSatisfy(role -> assertThat(role.at("/Properties/ManagedPolicyArns")).isEmpty());
  }

  @ParameterizedTest
  @MethodSource("io.oriontrail.infra.SynthesizedStage#examples")
  void ingest_mayAppendEventsAndAddToSumsAndNothingElseOfDynamoDb(String name) {
    SynthesizedStage stage = SynthesizedStage.example(name);

    assertThat(ofFunction(stage, IngestHandler.class, "dynamodb:"))
        .extracting(Allowed::actions, Allowed::resources)
        .containsExactlyInAnyOrder(
            tuple(List.of("dynamodb:BatchWriteItem"), List.of("<" + stage.eventTable() + ".Arn>")),
            tuple(List.of("dynamodb:UpdateItem"), List.of("<" + stage.rollupTable() + ".Arn>")));
  }

  @ParameterizedTest
  @MethodSource("io.oriontrail.infra.SynthesizedStage#examples")
  void query_mayQueryTheTablesAndAddToTheAuditAndNothingElse(String name) {
    SynthesizedStage stage = SynthesizedStage.example(name);
    String table = "<" + stage.eventTable() + ".Arn>";

    List<Allowed> allowed = ofFunction(stage, QueryHandler.class, "dynamodb:");
    assertThat(allowed)
        .filteredOn(statement -> statement.actions().equals(List.of("dynamodb:PutItem")))
        .flatExtracting(Allowed::resources)
        .containsExactly("<" + stage.auditTable() + ".Arn>");
    assertThat(allowed)
        .flatExtracting(Allowed::actions)
        .containsOnly("dynamodb:Query", "dynamodb:PutItem");
    assertThat(allowed)
        .filteredOn(statement -> statement.actions().contains("dynamodb:Query"))
        .flatExtracting(Allowed::resources)
        .containsExactlyInAnyOrder(
            table, table + "/index/failures", "<" + stage.rollupTable() + ".Arn>");
    assertThat(services(ofFunction(stage, QueryHandler.class, "")))
        .isSubsetOf(Set.of("dynamodb", "logs", "kms"));
  }

  @Test
  void alert_mayReadWhatFailedKeepItsGroupsAndTellItsReceiversAndNothingElse() {
    SynthesizedStage stage = SynthesizedStage.example("production");

    assertThat(ofFunction(stage, AlertHandler.class, "dynamodb:"))
        .extracting(Allowed::actions, Allowed::resources)
        .containsExactlyInAnyOrder(
            tuple(
                List.of("dynamodb:Query"),
                List.of(
                    "<" + stage.rollupTable() + ".Arn>",
                    "<" + stage.eventTable() + ".Arn>/index/failures")),
            tuple(
                List.of("dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"),
                List.of("<" + stage.groupTable() + ".Arn>")));
    assertThat(ofFunction(stage, AlertHandler.class, "sns:"))
        .allSatisfy(allowed -> assertThat(allowed.actions()).containsExactly("sns:Publish"))
        .flatExtracting(Allowed::resources)
        .hasSize(Severity.values().length)
        // The receivers', not those that it is called by.
        .noneMatch(topic -> topic.contains("Alarms"));
    assertThat(ofFunction(stage, AlertHandler.class, "secretsmanager:"))
        .flatExtracting(Allowed::resources)
        .containsExactly(
            "arn:aws:secretsmanager:eu-west-1:111122223333:secret:orion-trail/chat-AbC123");
    assertThat(services(ofFunction(stage, AlertHandler.class, "")))
        .containsOnly("dynamodb", "logs", "kms", "sns", "sqs", "secretsmanager");
  }

  @ParameterizedTest
  @MethodSource("io.oriontrail.infra.SynthesizedStage#examples")
  void ingest_mayPutObjectsAndNeverReadOrDeleteThem(String name) {
    SynthesizedStage stage = SynthesizedStage.example(name);

    assertThat(ofFunction(stage, IngestHandler.class, "s3:"))
        .flatExtracting(Allowed::actions)
        .containsExactlyInAnyOrder("s3:PutObject", "s3:ListBucket");
    assertThat(services(ofFunction(stage, IngestHandler.class, "")))
        .isSubsetOf(Set.of("dynamodb", "kinesis", "s3", "logs", "kms"));
  }

  @Test
  void archive_mayReadTheStreamAndPutObjectsAndNothingElse() {
    SynthesizedStage stage = SynthesizedStage.example("production");

    List<Allowed> allowed = ofFunction(stage, ArchiveHandler.class, "s3:");
    assertThat(allowed)
        .flatExtracting(Allowed::actions)
        .containsOnly("s3:PutObject", "s3:ListBucket");
    assertThat(allowed)
        .filteredOn(statement -> statement.actions().contains("s3:PutObject"))
        .flatExtracting(Allowed::resources)
        .hasSize(3)
        .anyMatch(resource -> resource.endsWith("/events/*"))
        .anyMatch(resource -> resource.endsWith("/heartbeats/*"))
        .anyMatch(resource -> resource.endsWith("/aws/lambda/*"));
    assertThat(services(ofFunction(stage, ArchiveHandler.class, "")))
        .isSubsetOf(Set.of("kinesis", "s3", "logs", "kms"));
  }

  @Test
  void auditArchive_mayReadChangesAndPutObjectsAndNothingElse() {
    SynthesizedStage stage = SynthesizedStage.example("production");

    assertThat(ofFunction(stage, AuditArchiveHandler.class, "dynamodb:"))
        .flatExtracting(Allowed::actions)
        .containsOnly(
            "dynamodb:DescribeStream",
            "dynamodb:GetRecords",
            "dynamodb:GetShardIterator",
            "dynamodb:ListStreams");
    assertThat(ofFunction(stage, AuditArchiveHandler.class, "s3:"))
        .flatExtracting(Allowed::actions)
        .containsOnly("s3:PutObject", "s3:ListBucket");
    assertThat(services(ofFunction(stage, AuditArchiveHandler.class, "")))
        .isSubsetOf(Set.of("dynamodb", "s3", "logs", "kms"));
  }

  @ParameterizedTest
  @MethodSource("io.oriontrail.infra.SynthesizedStage#examples")
  void emitters_mayPutRecordsAndNothingElse(String name) {
    SynthesizedStage stage = SynthesizedStage.example(name);
    String policy = stage.onlyId("AWS::IAM::ManagedPolicy");

    assertThat(PolicyStatements.allowedIn(stage.template()))
        .filteredOn(allowed -> allowed.logicalId().equals(policy))
        .flatExtracting(Allowed::actions)
        .isSubsetOf("kinesis:PutRecords", "kms:GenerateDataKey")
        .contains("kinesis:PutRecords");
  }

  /** The walk itself: it would be worth nothing if it found nothing. */
  @Test
  void walk_overAPolicyWithWildcards_findsEach() throws JsonProcessingException {
    JsonNode template =
        new ObjectMapper()
            .readTree(
                """
                {"Resources": {"R": {"Type": "AWS::New::Thing", "Properties": {"Nested": {"Policies": [
                  {"PolicyDocument": {"Statement": [
                    {"Effect": "Allow", "Action": ["s3:Get*", "s3:PutObject"], "Resource": "*"},
                    {"Effect": "Allow", "NotAction": "iam:*", "Resource":
                      {"Fn::Join": ["", [{"Fn::GetAtt": ["B", "Arn"]}, "/*"]]}},
                    {"Effect": "Deny", "Action": "*", "Resource": "*"}]}}]}}}}}
                """);

    assertThat(PolicyStatements.allowedIn(template))
        .extracting(Allowed::wildcards)
        .containsExactly(
            List.of("Action::s3:Get*", "Resource::*"), List.of("Resource::<B.Arn>/*", "NotAction"));
  }

  /**
   * What the code accepts of cdk-nag's rule about wildcards, by the resource that it is said of.
   */
  private static List<String> arguedFor(SynthesizedStage stage, Allowed allowed) {
    JsonNode suppressions =
        stage.resource(allowed.logicalId()).at("/Metadata/cdk_nag/rules_to_suppress");
    return StreamSupport.stream(suppressions.spliterator(), false)
        .filter(suppression -> suppression.path("id").asText().equals("AwsSolutions-IAM5"))
        .filter(suppression -> !suppression.path("reason").asText().isBlank())
        .flatMap(s -> StreamSupport.stream(s.path("applies_to").spliterator(), false))
        .map(JsonNode::asText)
        .toList();
  }

  /** What the role of a function allows with actions that begin so. */
  private static List<Allowed> ofFunction(
      SynthesizedStage stage, Class<?> handler, String actionPrefix) {
    String role =
        stage.resources("AWS::Lambda::Function").values().stream()
            .map(function -> function.path("Properties"))
            .filter(function -> function.path("Handler").asText().startsWith(handler.getName()))
            .map(function -> SynthesizedStage.target(function.path("Role")))
            .findFirst()
            .orElseThrow();
    Set<String> policies =
        stage.resources("AWS::IAM::Policy").entrySet().stream()
            .filter(p -> p.getValue().at("/Properties/Roles").toString().contains('"' + role + '"'))
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    return PolicyStatements.allowedIn(stage.template()).stream()
        .filter(allowed -> policies.contains(allowed.logicalId()))
        .filter(allowed -> allowed.actions().stream().anyMatch(a -> a.startsWith(actionPrefix)))
        .toList();
  }

  private static Set<String> services(List<Allowed> statements) {
    return statements.stream()
        .flatMap(allowed -> allowed.actions().stream())
        .map(action -> action.substring(0, action.indexOf(':')))
        .collect(Collectors.toSet());
  }
}
