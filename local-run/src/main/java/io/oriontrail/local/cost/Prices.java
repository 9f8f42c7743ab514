package io.oriontrail.local.cost;

/**
 * AWS's list prices in US dollars, region us-east-1, as collected on 2026-11-22 from AWS's pricing
 * pages and the developer guides that quote them; a GB is 10^9 bytes, a month 730 hours. Where AWS
 * rounds in the customer's favour (free tiers, binary gigabytes), nothing is taken off.
 *
 * @param dynamoWriteUnitHour a provisioned write unit for an hour
 * @param dynamoReservedWriteUnitMonth the same for a month, reserved for one year: the upfront part
 *     spread over its months and the hourly part
 * @param dynamoReadUnitHour a provisioned read unit for an hour
 * @param dynamoWriteRequest an on-demand write unit
 * @param dynamoGbMonth stored
 * @param dynamoRecoveryGbMonth point-in-time recovery
 * @param kinesisShardHour provisioned
 * @param kinesisRetentionShardHour a shard that keeps records longer than a day
 * @param kinesisPutUnit 25 KB of one record, begun
 * @param kinesisOnDemandGb taken in; every record is rounded up to 1 KB
 * @param kinesisOnDemandOutGb read
 * @param kinesisOnDemandHour a stream
 * @param lambdaRequest an invocation
 * @param lambdaGbSecond arm64
 * @param logsGb taken in by CloudWatch Logs
 * @param logsGbMonth kept there
 * @param metricMonth a CloudWatch metric
 * @param kmsKeyMonth a key
 * @param kmsRequest a call of KMS
 * @param xrayTrace a trace that X-Ray records
 */
record Prices(
    double dynamoWriteUnitHour,
    double dynamoReservedWriteUnitMonth,
    double dynamoReadUnitHour,
    double dynamoWriteRequest,
    double dynamoGbMonth,
    double dynamoRecoveryGbMonth,
    double kinesisShardHour,
    double kinesisRetentionShardHour,
    double kinesisPutUnit,
    double kinesisOnDemandGb,
    double kinesisOnDemandOutGb,
    double kinesisOnDemandHour,
    double lambdaRequest,
    double lambdaGbSecond,
    double logsGb,
    double logsGbMonth,
    double metricMonth,
    double kmsKeyMonth,
    double kmsRequest,
    double xrayTrace) {

  static final Prices US_EAST_1 =
      new Prices(
          0.00065,
          0.218,
          0.00013,
          0.625e-6,
          0.25,
          0.20,
          0.015,
          0.020,
          0.014e-6,
          0.08,
          0.04,
          0.04,
          0.20e-6,
          0.0000133334,
          0.50,
          0.03,
          0.30,
          1.00,
          0.03e-4,
          5.0e-6);
}
