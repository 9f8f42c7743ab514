package io.oriontrail.infra;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.AutoscaledCapacityOptions;
import software.amazon.awscdk.services.dynamodb.Billing;
import software.amazon.awscdk.services.dynamodb.Capacity;
import software.amazon.awscdk.services.dynamodb.GlobalSecondaryIndexPropsV2;
import software.amazon.awscdk.services.dynamodb.MaxThroughputProps;
import software.amazon.awscdk.services.dynamodb.PointInTimeRecoverySpecification;
import software.amazon.awscdk.services.dynamodb.ProjectionType;
import software.amazon.awscdk.services.dynamodb.StreamViewType;
import software.amazon.awscdk.services.dynamodb.TableEncryptionV2;
import software.amazon.awscdk.services.dynamodb.TableV2;
import software.amazon.awscdk.services.dynamodb.ThroughputProps;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.constructs.Construct;

/**
 * A table of the store. Its keys, indexes and projections are translated from the request with
 * which the store makes the same table elsewhere, so the layout is written down once.
 */
class StoreTable extends Construct {
  private final TableV2 table;
  private final Optional<IKey> key;
  private final List<String> indexes;

  /**
   * The table.
   *
   * @param ttl name of the attribute by which items expire
   */
  StoreTable(
      Construct scope,
      String id,
      Foundation foundation,
      CreateTableRequest layout,
      String ttl,
      TableCapacity capacity) {
    this(scope, id, foundation, layout, ttl, capacity, null);
  }

  /** The same with a stream of its changes; null for none. */
  StoreTable(
      Construct scope,
      String id,
      Foundation foundation,
      CreateTableRequest layout,
      String ttl,
      TableCapacity capacity,
      @Nullable StreamViewType changes) {
    super(scope, id);
    TableSettings settings = foundation.config().table();
    Map<String, AttributeType> types =
        layout.attributeDefinitions().stream()
            .collect(
                Collectors.toMap(AttributeDefinition::attributeName, StoreTable::attributeType));
    this.key = foundation.key();
    this.indexes =
        layout.globalSecondaryIndexes().stream().map(GlobalSecondaryIndex::indexName).toList();
    this.table =
        TableV2.Builder.create(this, "Table")
            .partitionKey(attribute(layout.keySchema(), KeyType.HASH, types))
            .sortKey(attribute(layout.keySchema(), KeyType.RANGE, types))
            .timeToLiveAttribute(ttl)
            .globalSecondaryIndexes(
                layout.globalSecondaryIndexes().stream()
                    .map(index -> index(index, types, capacity))
                    .toList())
            .billing(billing(capacity))
            .dynamoStream(changes)
            .encryption(
                key.map(TableEncryptionV2::customerManagedKey)
                    .orElseGet(TableEncryptionV2::dynamoOwnedKey))
            .pointInTimeRecoverySpecification(
                PointInTimeRecoverySpecification.builder()
                    .pointInTimeRecoveryEnabled(settings.pointInTimeRecovery())
                    .build())
            .deletionProtection(foundation.config().keepData())
            .removalPolicy(foundation.removalPolicy())
            .build();
    if (!settings.pointInTimeRecovery()) {
      Suppression.of(
          table,
          "AwsSolutions-DDB3",
          "Point-in-time recovery is priced by the stored gigabyte and switchable by stage"
              + " (table.pointInTimeRecovery). Events expire within days, and the stream and the"
              + " failure bucket hold what ingest has not stored.");
    }
  }

  String name() {
    return table.getTableName();
  }

  List<String> indexes() {
    return indexes;
  }

  /** Lets the role write by the action, and nothing else. */
  void grantWriting(Role role, String action) {
    Grant.allow(role, List.of(action), table.getTableArn());
    allowKey(role, List.of("kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"));
  }

  /** Where the stream of changes is read. */
  String changesArn() {
    return Objects.requireNonNull(table.getTableStreamArn());
  }

  /** Lets the role read the stream of changes, and nothing else. */
  void grantReadingChanges(Role role) {
    Grant.allow(
        role,
        List.of("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"),
        changesArn());
    Grant.allow(role, List.of("dynamodb:ListStreams"), "*");
    Suppression.of(
        role,
        "AwsSolutions-IAM5",
        "Lambda lists streams to find the table's, and that action knows no resource; it names"
            + " streams and shows nothing of what is in them.",
        List.of("Resource::*"));
    allowKey(role, List.of("kms:Decrypt", "kms:DescribeKey"));
  }

  /** Lets the role query the table and its indexes, and nothing else. */
  void grantReading(Role role) {
    List<String> resources = new ArrayList<>();
    resources.add(table.getTableArn());
    indexes.forEach(index -> resources.add(table.getTableArn() + "/index/" + index));
    Grant.allow(role, List.of("dynamodb:Query"), resources.toArray(String[]::new));
    allowKey(role, List.of("kms:Decrypt", "kms:DescribeKey"));
  }

  /** Lets the role query one index, and nothing else. */
  void grantReadingIndex(Role role, String index) {
    Grant.allow(role, List.of("dynamodb:Query"), table.getTableArn() + "/index/" + index);
    allowKey(role, List.of("kms:Decrypt", "kms:DescribeKey"));
  }

  /** DynamoDB uses the table's key in the name of whoever reaches the table, and only so. */
  private void allowKey(Role role, List<String> actions) {
    String viaDynamoDb = "dynamodb." + Stack.of(this).getRegion() + ".amazonaws.com";
    key.ifPresent(k -> Grant.allowKey(role, actions, k, viaDynamoDb));
  }

  private static Billing billing(TableCapacity capacity) {
    return switch (capacity) {
      case TableCapacity.OnDemand onDemand ->
          Billing.onDemand(
              MaxThroughputProps.builder()
                  .maxWriteRequestUnits(onDemand.maxWriteUnits())
                  .maxReadRequestUnits(onDemand.maxReadUnits())
                  .build());
      case TableCapacity.Provisioned provisioned ->
          Billing.provisioned(
              ThroughputProps.builder()
                  .writeCapacity(scaled(provisioned.write(), provisioned.targetPercent()))
                  .readCapacity(scaled(provisioned.read(), provisioned.targetPercent()))
                  .build());
    };
  }

  private static GlobalSecondaryIndexPropsV2 index(
      GlobalSecondaryIndex index, Map<String, AttributeType> types, TableCapacity capacity) {
    GlobalSecondaryIndexPropsV2.Builder props =
        GlobalSecondaryIndexPropsV2.builder()
            .indexName(index.indexName())
            .partitionKey(attribute(index.keySchema(), KeyType.HASH, types))
            .sortKey(attribute(index.keySchema(), KeyType.RANGE, types));
    Projection projection = index.projection();
    props.projectionType(ProjectionType.valueOf(projection.projectionTypeAsString()));
    if (projection.hasNonKeyAttributes()) {
      props.nonKeyAttributes(projection.nonKeyAttributes());
    }
    switch (capacity) {
      case TableCapacity.OnDemand onDemand ->
          props
              .maxWriteRequestUnits(onDemand.maxWriteUnits())
              .maxReadRequestUnits(onDemand.maxReadUnits());
      case TableCapacity.Provisioned provisioned -> {
        int percent = provisioned.targetPercent();
        props
            .writeCapacity(scaled(sparse(provisioned.write()), percent))
            .readCapacity(scaled(sparse(provisioned.read()), percent));
      }
    }
    return props.build();
  }

  /** The same capacity for what takes a small part of the writes. */
  static TableCapacity sparse(TableCapacity capacity) {
    return switch (capacity) {
      case TableCapacity.OnDemand onDemand -> onDemand;
      case TableCapacity.Provisioned provisioned ->
          new TableCapacity.Provisioned(
              sparse(provisioned.write()), sparse(provisioned.read()), provisioned.targetPercent());
    };
  }

  /**
   * The indexes hold a small part of the items, so they idle at a small part of the table's
   * minimum; their maximum is the table's, because a throttled index throttles its table.
   */
  static TableCapacity.Bounds sparse(TableCapacity.Bounds table) {
    return new TableCapacity.Bounds(Math.max(1, table.min() / 10), table.max());
  }

  private static Capacity scaled(TableCapacity.Bounds bounds, int targetPercent) {
    return Capacity.autoscaled(
        AutoscaledCapacityOptions.builder()
            .minCapacity(bounds.min())
            .maxCapacity(bounds.max())
            .targetUtilizationPercent(targetPercent)
            .build());
  }

  private static Attribute attribute(
      List<KeySchemaElement> keys, KeyType part, Map<String, AttributeType> types) {
    String name =
        keys.stream()
            .filter(element -> element.keyType() == part)
            .map(KeySchemaElement::attributeName)
            .findFirst()
            .orElseThrow();
    return Attribute.builder().name(name).type(types.get(name)).build();
  }

  private static AttributeType attributeType(AttributeDefinition definition) {
    return switch (definition.attributeType()) {
      case S -> AttributeType.STRING;
      case N -> AttributeType.NUMBER;
      case B -> AttributeType.BINARY;
      case UNKNOWN_TO_SDK_VERSION ->
          throw new IllegalStateException("unknown type of " + definition.attributeName());
    };
  }
}
