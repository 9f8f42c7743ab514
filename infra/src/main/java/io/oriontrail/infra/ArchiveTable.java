package io.oriontrail.infra;

import io.oriontrail.ingest.ArchiveLayout;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.glue.CfnDatabase;
import software.amazon.awscdk.services.glue.CfnTable;
import software.constructs.Construct;

/**
 * The archive as Athena sees it. Its partitions are computed from their names, so that nothing has
 * to be told of a new day.
 */
final class ArchiveTable extends Construct {
  private static final String TABLE = "events";

  /** {@code timestamp} is a word of SQL; the column is called otherwise. */
  private static final String OCCURRED = "occurred";

  private static final String TEXT = "string";

  /** An event's fields, in the order of docs/contracts/wire-format.md. */
  private static final List<CfnTable.ColumnProperty> COLUMNS =
      List.of(
          column("accountid", TEXT),
          column("executionid", TEXT),
          column("step", TEXT),
          column("state", TEXT),
          column("status", TEXT),
          column(OCCURRED, TEXT),
          column("runid", TEXT),
          column("parentrunid", TEXT),
          column("eventid", TEXT),
          column("attempt", "int"),
          column("dependson", "array<string>"),
          column("durationnanos", "bigint"),
          column("errorcode", TEXT),
          column("errormessage", TEXT),
          column("service", TEXT),
          column("host", TEXT),
          column("traceid", TEXT),
          column("attributes", "map<string,string>"));

  private final String database;

  ArchiveTable(Construct scope, String id, String stage, String bucket) {
    super(scope, id);
    this.database = "orion_trail_" + stage.replace('-', '_');
    String catalog = Stack.of(this).getAccount();
    CfnDatabase created =
        CfnDatabase.Builder.create(this, "Database")
            .catalogId(catalog)
            .databaseInput(
                CfnDatabase.DatabaseInputProperty.builder()
                    .name(database)
                    .description("Orion Trail " + stage)
                    .build())
            .build();
    CfnTable.Builder.create(this, "Table")
        .catalogId(catalog)
        .databaseName(created.getRef())
        .tableInput(
            CfnTable.TableInputProperty.builder()
                .name(TABLE)
                .description("Archived step events, one row a line; a row may stand twice")
                .tableType("EXTERNAL_TABLE")
                .parameters(projection("s3://" + bucket + "/" + ArchiveLayout.EVENTS))
                .partitionKeys(
                    List.of(column(ArchiveLayout.DAY, TEXT), column(ArchiveLayout.PART, TEXT)))
                .storageDescriptor(storage("s3://" + bucket + "/" + ArchiveLayout.EVENTS))
                .build())
        .build();
  }

  /** As a query names it. */
  String name() {
    return database + "." + TABLE;
  }

  private static CfnTable.StorageDescriptorProperty storage(String location) {
    return CfnTable.StorageDescriptorProperty.builder()
        .location(location)
        .columns(COLUMNS)
        .compressed(true)
        .inputFormat("org.apache.hadoop.mapred.TextInputFormat")
        .outputFormat("org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat")
        .serdeInfo(
            CfnTable.SerdeInfoProperty.builder()
                .serializationLibrary("org.openx.data.jsonserde.JsonSerDe")
                .parameters(Map.of("mapping." + OCCURRED, "timestamp"))
                .build())
        .build();
  }

  private static Map<String, String> projection(String location) {
    String day = "projection." + ArchiveLayout.DAY;
    String part = "projection." + ArchiveLayout.PART;
    Map<String, String> parameters = new TreeMap<>();
    parameters.put("classification", "json");
    parameters.put("compressionType", "gzip");
    parameters.put("projection.enabled", "true");
    parameters.put(day + ".type", "date");
    parameters.put(day + ".format", "yyyy-MM-dd");
    parameters.put(day + ".range", "2026-01-01,NOW");
    parameters.put(part + ".type", "enum");
    parameters.put(part + ".values", String.join(",", ArchiveLayout.PARTS));
    parameters.put(
        "storage.location.template",
        "%s%s=${%s}/%s=${%s}/"
            .formatted(
                location,
                ArchiveLayout.DAY,
                ArchiveLayout.DAY,
                ArchiveLayout.PART,
                ArchiveLayout.PART));
    return parameters;
  }

  private static CfnTable.ColumnProperty column(String name, String type) {
    return CfnTable.ColumnProperty.builder().name(name).type(type).build();
  }
}
