package io.oriontrail.local;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Names of a line that does not run here, for commands about what it keeps. */
final class DeployedLine {
  @Option(
      names = "--table",
      required = true,
      paramLabel = "NAME",
      description = "of events (output TableName of the stack)")
  private String table = "";

  @Option(names = "--stream", paramLabel = "NAME", description = "to send into (output StreamName)")
  private @Nullable String stream;

  @Option(names = "--archive-bucket", paramLabel = "NAME", description = "output ArchiveBucket")
  private @Nullable String archive;

  @Option(
      names = "--quarantine-bucket",
      paramLabel = "NAME",
      description = "output QuarantineBucket")
  private @Nullable String quarantine;

  @Option(names = "--failure-bucket", paramLabel = "NAME", description = "output FailureBucket")
  private @Nullable String failures;

  @Option(names = "--audit-table", paramLabel = "NAME", description = "output AuditTableName")
  private @Nullable String audit;

  @Option(
      names = "--region",
      paramLabel = "R",
      description = "(default: the SDK's, from AWS_REGION or the profile)")
  private @Nullable String region;

  @Option(
      names = "--kinesis-endpoint",
      paramLabel = "URL",
      description = "other than AWS's, such as LocalStack's")
  private @Nullable URI kinesisEndpoint;

  @Option(names = "--s3-endpoint", paramLabel = "URL", description = "the same of S3")
  private @Nullable URI s3Endpoint;

  @Option(names = "--dynamodb-endpoint", paramLabel = "URL", description = "and of DynamoDB")
  private @Nullable URI dynamoDbEndpoint;

  LineAccess.Names names() {
    return new LineAccess.Names(stream, table, quarantine, failures, archive, audit);
  }

  DeployedClients clients() {
    return DeployedClients.of(region, kinesisEndpoint, s3Endpoint, dynamoDbEndpoint);
  }
}
