package io.oriontrail.infra;

import java.util.Optional;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.Tags;
import software.constructs.Construct;

/**
 * The whole line of one stage in one region: stream, ingest, table, query, API, dashboard. Asks
 * nothing of any account while it is synthesized.
 */
final class OrionTrailStack extends Stack {

  OrionTrailStack(Construct scope, StageConfig config, Artifacts artifacts) {
    super(scope, "OrionTrail-" + config.stage(), props(config));
    Foundation foundation = new Foundation(this, "Foundation", config);
    EventStream stream = new EventStream(this, "EventStream", foundation);
    EventTable table = new EventTable(this, "EventTable", foundation);
    RollupTable rollups = new RollupTable(this, "RollupTable", foundation);
    AuditTable audit = new AuditTable(this, "AuditTable", foundation);
    IngestFunction ingest =
        new IngestFunction(
            this,
            "IngestFunction",
            foundation,
            artifacts.ingestJar(),
            stream,
            new IngestFunction.Tables(table, rollups));
    ArchiveSettings archived = config.archive();
    Archive archive =
        archived == null
            ? null
            : new Archive(
                this,
                "Archive",
                foundation,
                archived,
                artifacts.ingestJar(),
                new Archive.Surroundings(stream, ingest.failures()));
    AuditSettings written = config.audit();
    AuditArchive auditArchive =
        written == null
            ? null
            : new AuditArchive(
                this,
                "AuditArchive",
                foundation,
                written,
                artifacts.ingestJar(),
                audit,
                ingest.failures());
    // A signature by AWS credentials names the host that it is for, so it cannot come by way of
    // CloudFront: where callers sign, the API is asked at its own address.
    Optional<OriginSecrets> origin =
        config.query().oidc() == null
            ? Optional.empty()
            : Optional.of(new OriginSecrets(this, "OriginSecrets", config.query().originSecret()));
    QueryFunction query =
        new QueryFunction(
            this,
            "QueryFunction",
            foundation,
            artifacts.queryJar(),
            new QueryFunction.Tables(table, rollups, audit),
            origin);
    QueryApi api = new QueryApi(this, "QueryApi", foundation, query.alias());
    DashboardSite site =
        new DashboardSite(
            this,
            "DashboardSite",
            foundation,
            artifacts.site(),
            new DashboardSite.Api(api, origin));
    // A secret that CloudFront shows has to be known to the function already.
    site.distribution().getNode().addDependency(query.alias());
    MonitoringSettings monitored = config.monitoring();
    if (monitored != null) {
      Monitoring monitoring =
          new Monitoring(
              this,
              "Monitoring",
              foundation,
              artifacts.alertJar(),
              monitored,
              new Monitoring.Line(
                  stream,
                  ingest,
                  table,
                  rollups,
                  query,
                  api,
                  address(site),
                  archive,
                  auditArchive));
      output("PageTopicArn", "Where pages are published", monitoring.topic(Severity.PAGE));
      output("TicketTopicArn", "Where tickets are published", monitoring.topic(Severity.TICKET));
    }
    tag(config);

    output("StreamName", "What emitters are given", stream.stream().getStreamName());
    output(
        "EmitPolicyArn", "To attach to emitters' roles", stream.emitPolicy().getManagedPolicyArn());
    output("TableName", "The event table", table.name());
    output("AuditTableName", "Who looked at what", audit.name());
    output("RollupTableName", "The table of roll-ups", rollups.name());
    output("QuarantineBucket", "Unfit events", ingest.quarantine().name());
    output("FailureBucket", "Batches that were given up", ingest.failures().name());
    if (archive != null) {
      output("ArchiveBucket", "All events for months", archive.bucketName());
      output("ArchiveTable", "The same in Athena", archive.tableName());
    }
    if (auditArchive != null) {
      output("AuditBucket", "The audit, written once", auditArchive.bucketName());
    }
    output("ApiUrl", "The query API", "https://" + api.hostName() + "/v1");
    output("SiteBucket", "The dashboard's files", site.files().getBucketName());
    output("DashboardUrl", "The dashboard", address(site));
  }

  private static String address(DashboardSite site) {
    return "https://" + site.distribution().getDomainName() + "/";
  }

  private static StackProps props(StageConfig config) {
    return StackProps.builder()
        .description("Orion Trail, stage " + config.stage())
        .env(Environment.builder().account(config.account()).region(config.region()).build())
        .terminationProtection(config.keepData())
        .build();
  }

  private void tag(StageConfig config) {
    Tags.of(this).add("application", "orion-trail");
    Tags.of(this).add("stage", config.stage());
    config.tags().forEach((key, value) -> Tags.of(this).add(key, value));
  }

  private void output(String id, String description, String value) {
    CfnOutput.Builder.create(this, id).description(description).value(value).build();
  }
}
