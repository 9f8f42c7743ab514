package io.oriontrail.infra;

import java.util.List;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.ManagedPolicy;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.kinesis.Stream;
import software.amazon.awscdk.services.kinesis.StreamEncryption;
import software.amazon.awscdk.services.kinesis.StreamMode;
import software.constructs.Construct;

/** The Kinesis stream into which services emit, and the policy that lets them. */
final class EventStream extends Construct {
  private final Stream stream;
  private final ManagedPolicy emitPolicy;

  EventStream(Construct scope, String id, Foundation foundation) {
    super(scope, id);
    StreamSettings settings = foundation.config().stream();
    boolean provisioned = settings.shards() != null;
    this.stream =
        Stream.Builder.create(this, "Stream")
            .streamName(settings.name())
            .streamMode(provisioned ? StreamMode.PROVISIONED : StreamMode.ON_DEMAND)
            .shardCount(settings.shards())
            .retentionPeriod(CdkDuration.of(settings.retention()))
            .encryption(
                foundation.key().isPresent() ? StreamEncryption.KMS : StreamEncryption.MANAGED)
            .encryptionKey(foundation.key().orElse(null))
            .removalPolicy(foundation.removalPolicy())
            .build();
    if (foundation.key().isPresent()) {
      Suppression.of(
          stream,
          "AwsSolutions-KDS3",
          "The AWS managed key cannot be used from another account, and services of other accounts"
              + " emit; this key is rotated and its use is granted role by role.");
    }
    this.emitPolicy = emitPolicy(foundation);
  }

  Stream stream() {
    return stream;
  }

  /** To attach to the role of a service that emits. */
  ManagedPolicy emitPolicy() {
    return emitPolicy;
  }

  void grantReading(Role role) {
    stream.grantRead(role);
  }

  private ManagedPolicy emitPolicy(Foundation foundation) {
    ManagedPolicy policy =
        ManagedPolicy.Builder.create(this, "EmitPolicy")
            .description("Lets a service emit step events to " + stream.getStreamName())
            .statements(
                List.of(
                    PolicyStatement.Builder.create()
                        .effect(Effect.ALLOW)
                        .actions(List.of("kinesis:PutRecords"))
                        .resources(List.of(stream.getStreamArn()))
                        .build()))
            .build();
    foundation
        .key()
        .ifPresent(
            key ->
                policy.addStatements(
                    PolicyStatement.Builder.create()
                        .effect(Effect.ALLOW)
                        .actions(List.of("kms:GenerateDataKey"))
                        .resources(List.of(key.getKeyArn()))
                        .build()));
    return policy;
  }
}
