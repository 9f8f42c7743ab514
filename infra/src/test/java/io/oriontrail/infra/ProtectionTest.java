package io.oriontrail.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What keeps data in, others out, and costs bounded. */
final class ProtectionTest {

  @ParameterizedTest
  @MethodSource("io.oriontrail.infra.SynthesizedStage#examples")
  void everyLogGroup_hasTheStagesRetention(String name) {
    SynthesizedStage stage = SynthesizedStage.example(name);

    assertThat(stage.resources("AWS::Logs::LogGroup").values())
        .isNotEmpty()
        .extracting(group -> group.at("/Properties/RetentionInDays").asInt())
        .containsOnly(stage.config().logRetentionDays());
  }

  @ParameterizedTest
  @MethodSource("io.oriontrail.infra.SynthesizedStage#examples")
  void everyFunction_writesToALogGroupOfTheTemplate(String name) {
    SynthesizedStage stage = SynthesizedStage.example(name);

    // Otherwise Lambda makes a group by itself, which keeps lines for ever.
    assertThat(stage.resources("AWS::Lambda::Function").values())
        .isNotEmpty()
        .allSatisfy(
            function ->
                assertThat(stage.resources("AWS::Logs::LogGroup"))
                    .containsKey(
                        SynthesizedStage.target(
                            function.at("/Properties/LoggingConfig/LogGroup"))));
  }

  @ParameterizedTest
  @MethodSource("io.oriontrail.infra.SynthesizedStage#examples")
  void everyBucket_isPrivateEncryptedAndReachedByTlsOnly(String name) {
    SynthesizedStage stage = SynthesizedStage.example(name);

    assertThat(stage.resources("AWS::S3::Bucket")).hasSizeGreaterThanOrEqualTo(4);
    stage
        .resources("AWS::S3::Bucket")
        .forEach(
            (id, bucket) -> {
              assertThat(bucket.at("/Properties/PublicAccessBlockConfiguration")).hasSize(4);
              assertThat(bucket.at("/Properties/PublicAccessBlockConfiguration"))
                  .allSatisfy(blocked -> assertThat(blocked.asBoolean()).isTrue());
              assertThat(bucket.at("/Properties/BucketEncryption").findValue("SSEAlgorithm"))
                  .isNotNull();
              assertThat(denials(stage, id))
                  .contains("{\"Bool\":{\"aws:SecureTransport\":\"false\"}}");
            });
  }

  @ParameterizedTest
  @MethodSource("io.oriontrail.infra.SynthesizedStage#examples")
  void everyBucketButTheAccessLogs_leavesATraceOfEachAccess(String name) {
    SynthesizedStage stage = SynthesizedStage.example(name);

    assertThat(stage.resources("AWS::S3::Bucket").values())
        .filteredOn(bucket -> !bucket.at("/Properties/LoggingConfiguration").isMissingNode())
        .hasSize(stage.resources("AWS::S3::Bucket").size() - 1)
        .extracting(
            bucket ->
                SynthesizedStage.target(
                    bucket.at("/Properties/LoggingConfiguration/DestinationBucketName")))
        .containsOnly(accessLogs(stage));
  }

  @Test
  void production_encryptsStreamTableSetAsideDataAndLogsWithItsOwnKey() {
    SynthesizedStage stage = SynthesizedStage.example("production");
    String key = stage.onlyId("AWS::KMS::Key");
    List<JsonNode> users =
        List.of(
            stage.only("AWS::Kinesis::Stream").at("/Properties/StreamEncryption/KeyId"),
            stage.resource(stage.eventTable()).findValue("KMSMasterKeyId"),
            stage.resource(stage.rollupTable()).findValue("KMSMasterKeyId"),
            stage.resource(stage.auditTable()).findValue("KMSMasterKeyId"));

    assertThat(users).allSatisfy(user -> assertThat(SynthesizedStage.target(user)).isEqualTo(key));
    assertThat(stage.resources("AWS::Logs::LogGroup").values())
        .extracting(group -> SynthesizedStage.target(group.at("/Properties/KmsKeyId")))
        .containsOnly(key);
    assertThat(stage.template().findValues("KMSMasterKeyID"))
        .hasSize(4)
        .extracting(SynthesizedStage::target)
        .containsOnly(key);
    assertThat(stage.resource(key).at("/Properties/EnableKeyRotation").asBoolean()).isTrue();
  }

  @Test
  void sandbox_encryptsItsStreamWithTheKeyOfAws() {
    SynthesizedStage stage = SynthesizedStage.example("sandbox");

    assertThat(stage.resources("AWS::KMS::Key")).isEmpty();
    assertThat(stage.only("AWS::Kinesis::Stream").at("/Properties/StreamEncryption").toString())
        .isEqualTo("{\"EncryptionType\":\"KMS\",\"KeyId\":\"alias/aws/kinesis\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AWS::DynamoDB::GlobalTable",
        "AWS::Kinesis::Stream",
        "AWS::S3::Bucket",
        "AWS::Logs::LogGroup"
      })
  void data_outlivesTheStackOnlyWhereTheStageKeepsIt(String type) {
    assertThat(SynthesizedStage.example("production").resources(type).values())
        .isNotEmpty()
        .extracting(resource -> resource.path("DeletionPolicy").asText())
        .containsOnly("Retain");
    assertThat(SynthesizedStage.example("sandbox").resources(type).values())
        .isNotEmpty()
        .extracting(resource -> resource.path("DeletionPolicy").asText())
        .containsOnly("Delete");
  }

  @Test
  void table_isProtectedFromDeletionWhereTheStageKeepsData() {
    assertThat(replica("production").path("DeletionProtectionEnabled").asBoolean()).isTrue();
    assertThat(replica("sandbox").path("DeletionProtectionEnabled").asBoolean()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("io.oriontrail.infra.SynthesizedStage#examples")
  void everythingThatTakesTags_saysWhatItBelongsTo(String name) {
    SynthesizedStage stage = SynthesizedStage.example(name);

    for (String type :
        List.of("AWS::Lambda::Function", "AWS::S3::Bucket", "AWS::Kinesis::Stream")) {
      assertThat(stage.resources(type).values())
          .isNotEmpty()
          .allSatisfy(
              resource ->
                  assertThat(resource.at("/Properties/Tags").toString())
                      .contains("{\"Key\":\"application\",\"Value\":\"orion-trail\"}")
                      .contains("{\"Key\":\"stage\",\"Value\":\"" + name + "\"}"));
    }
  }

  private static JsonNode replica(String stage) {
    SynthesizedStage synthesized = SynthesizedStage.example(stage);
    return synthesized.resource(synthesized.eventTable()).at("/Properties/Replicas/0");
  }

  private static String accessLogs(SynthesizedStage stage) {
    return stage.resources("AWS::S3::Bucket").entrySet().stream()
        .filter(b -> b.getValue().at("/Properties/LoggingConfiguration").isMissingNode())
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  /** The conditions under which the bucket's policy denies everything to everybody. */
  private static List<String> denials(SynthesizedStage stage, String bucket) {
    return stage.resources("AWS::S3::BucketPolicy").values().stream()
        .map(policy -> policy.path("Properties"))
        .filter(policy -> SynthesizedStage.target(policy.path("Bucket")).equals(bucket))
        .flatMap(policy -> policy.at("/PolicyDocument/Statement").valueStream())
        .filter(
            statement ->
                statement.path("Effect").asText().equals("Deny")
                    && statement.path("Action").asText().equals("s3:*")
                    && statement.path("Principal").toString().equals("{\"AWS\":\"*\"}"))
        .map(statement -> statement.path("Condition").toString())
        .toList();
  }
}
