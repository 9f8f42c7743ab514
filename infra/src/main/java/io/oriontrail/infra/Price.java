package io.oriontrail.infra;

/**
 * AWS's list prices in US dollars, region us-east-1: the only place in which a price stands. Each
 * says where it is from and when it was read there. A GB is 10^9 bytes, a month 730 hours. Free
 * tiers, binary gigabytes and other roundings in the customer's favour are not taken off.
 */
enum Price {
  DYNAMODB_WRITE_UNIT_HOUR(0.00065, "a provisioned write unit for an hour", Source.DYNAMODB),
  /** The upfront part spread over the months, and the hourly part. */
  DYNAMODB_RESERVED_WRITE_UNIT_MONTH(
      0.218, "a write unit for a month, reserved for a year", Source.DYNAMODB),
  DYNAMODB_READ_UNIT_HOUR(0.00013, "a provisioned read unit for an hour", Source.DYNAMODB),
  DYNAMODB_WRITE_REQUEST(0.625e-6, "an on-demand write unit", Source.DYNAMODB),
  DYNAMODB_READ_REQUEST(0.125e-6, "an on-demand read unit", Source.DYNAMODB),
  DYNAMODB_GB_MONTH(0.25, "a GB stored for a month", Source.DYNAMODB),
  DYNAMODB_RECOVERY_GB_MONTH(0.20, "point-in-time recovery of a GB", Source.KNOWN),
  KINESIS_SHARD_HOUR(0.015, "a provisioned shard for an hour", Source.KINESIS),
  KINESIS_RETENTION_SHARD_HOUR(
      0.020, "a shard that keeps records longer than a day, for an hour", Source.KINESIS),
  KINESIS_PUT_UNIT(0.014e-6, "25 KB of a record, begun", Source.KINESIS),
  KINESIS_ON_DEMAND_HOUR(0.04, "an on-demand stream for an hour", Source.KINESIS),
  /** Each record is rounded up to a whole KB. */
  KINESIS_ON_DEMAND_IN_GB(0.08, "a GB taken in on demand", Source.KINESIS),
  KINESIS_ON_DEMAND_OUT_GB(0.04, "a GB read on demand", Source.KINESIS),
  KINESIS_ON_DEMAND_RETENTION_GB_MONTH(
      0.10, "a GB kept longer than a day, on demand, for a month", Source.KNOWN),
  LAMBDA_REQUEST(0.20e-6, "an invocation", Source.LAMBDA),
  LAMBDA_GB_SECOND(0.0000133334, "a GB of memory for a second, arm64", Source.LAMBDA),
  /** Snapshots of Java functions are free; those of other languages are not. */
  LAMBDA_SNAPSTART_JAVA(0, "SnapStart of a Java function", Source.LAMBDA),
  LOGS_GB(0.50, "a GB taken in by CloudWatch Logs", Source.CLOUDWATCH),
  LOGS_GB_MONTH(0.03, "a GB kept there for a month", Source.CLOUDWATCH),
  LOGS_INSIGHTS_GB(0.005, "a GB that a query looks through", Source.CLOUDWATCH),
  METRIC_MONTH(0.30, "a metric of our own for a month", Source.CLOUDWATCH),
  ALARM_METRIC_MONTH(0.10, "a metric that an alarm looks at", Source.CLOUDWATCH),
  COMPOSITE_ALARM_MONTH(0.50, "an alarm over alarms", Source.CLOUDWATCH),
  DASHBOARD_MONTH(3.00, "a CloudWatch dashboard", Source.CLOUDWATCH),
  KMS_KEY_MONTH(1.00, "a key of our own", Source.KNOWN),
  KMS_REQUEST(0.03e-4, "a call of KMS", Source.KNOWN),
  SECRET_MONTH(0.40, "a secret", Source.KNOWN),
  HTTP_API_REQUEST(1.00e-6, "a request to an HTTP API", Source.KNOWN),
  CLOUDFRONT_REQUEST(1.00e-6, "an HTTPS request to CloudFront", Source.KNOWN),
  CLOUDFRONT_GB(0.085, "a GB that CloudFront hands out", Source.KNOWN),
  WAF_ACL_MONTH(5.00, "a web ACL", Source.KNOWN),
  WAF_RULE_MONTH(1.00, "a rule of it", Source.KNOWN),
  WAF_REQUEST(0.60e-6, "a request that it looks at", Source.KNOWN),
  BUDGET_MONTH(0, "a budget without actions", Source.KNOWN),
  SNS_REQUEST(0.50e-6, "a message published to a topic", Source.KNOWN),
  SQS_REQUEST(0.40e-6, "a request to a queue", Source.KNOWN),
  SNS_EMAIL(2.0e-5, "a mail beyond the first thousand", Source.KNOWN),
  /** Each record is rounded up to 5 KB. */
  FIREHOSE_GB(0.029, "a GB that Firehose reads from a stream", Source.FIREHOSE),
  S3_STANDARD_GB_MONTH(0.023, "a GB in S3 Standard", Source.KNOWN),
  S3_INFREQUENT_GB_MONTH(0.0125, "a GB in S3 Standard-IA", Source.KNOWN),
  S3_GLACIER_IR_GB_MONTH(0.004, "a GB in Glacier Instant Retrieval", Source.ARCHIVE),
  S3_PUT(0.005e-3, "an object put", Source.KNOWN),
  S3_TO_INFREQUENT(0.01e-3, "an object moved to Standard-IA", Source.KNOWN),
  S3_TO_GLACIER_IR(0.02e-3, "an object moved to Glacier Instant Retrieval", Source.KNOWN),
  S3_GET(0.4e-6, "an object read in S3 Standard", Source.KNOWN),
  S3_GLACIER_IR_GET(0.01e-3, "an object read in Glacier Instant Retrieval", Source.KNOWN),
  S3_GLACIER_IR_READ_GB(0.03, "a GB read there", Source.KNOWN),
  ATHENA_GB(0.005, "a GB that Athena looks through", Source.KNOWN),
  XRAY_TRACE(5.0e-6, "a trace that X-Ray records", Source.KNOWN);

  /** Where prices are from. */
  enum Source {
    DYNAMODB(
        "aws.amazon.com/dynamodb/pricing, list of 2026-09-06; the reservation as published for 1,000 units",
        "2026-11-22"),
    KINESIS("aws.amazon.com/kinesis/data-streams/pricing", "2026-11-22"),
    LAMBDA("aws.amazon.com/lambda/pricing", "2026-11-22"),
    CLOUDWATCH(
        "aws.amazon.com/cloudwatch/pricing; alarms as quoted by c3x.dev's page on aws_cloudwatch_metric_alarm",
        "2026-11-28"),
    FIREHOSE("aws.amazon.com/firehose/pricing (5 KB steps), the price itself known", "2026-11-28"),
    ARCHIVE("published arithmetic: 8.2 TB for $33 a month", "2026-11-22"),
    /** To be checked by whoever decides by it. */
    KNOWN("general knowledge, not looked up", "2026-11-28");

    final String from;
    final String date;

    Source(String from, String date) {
      this.from = from;
      this.date = date;
    }
  }

  private final double dollars;
  private final String of;
  private final Source source;

  Price(double dollars, String of, Source source) {
    this.dollars = dollars;
    this.of = of;
    this.source = source;
  }

  /** What so much of it costs. */
  double times(double amount) {
    return dollars * amount;
  }

  double dollars() {
    return dollars;
  }

  /** What one pays for. */
  String of() {
    return of;
  }

  Source source() {
    return source;
  }
}
