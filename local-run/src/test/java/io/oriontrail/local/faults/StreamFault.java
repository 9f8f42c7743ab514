package io.oriontrail.local.faults;

import io.oriontrail.local.esm.VirtualMapping;
import io.oriontrail.local.kinesis.KinesisServer;
import io.oriontrail.local.kinesis.KinesisSettings;
import io.oriontrail.local.kinesis.ServerClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

/**
 * A shard with the limits of a real one that is offered more, by the second of a clock that is
 * moved. Ten of them make the stream that the alarms are about, all alike.
 */
final class StreamFault {
  private static final int SHARDS = 10;

  /** Two calls are all that a shard takes within a second: a megabyte. */
  private static final int RECORDS_A_CALL = 50;

  private static final int RECORD_BYTES = 10_000;
  private static final int MINUTES = 3;
  private static final String STREAM = "events";

  private StreamFault() {}

  static Map<String, Double> refusals() {
    VirtualClock clock = new VirtualClock(VirtualMapping.START);
    MetricStore metrics = AlarmRun.usualMetrics();
    try (KinesisServer server =
            KinesisServer.start(KinesisSettings.defaults().withShardLimits(true).withClock(clock));
        KinesisClient client = ServerClient.of(server)) {
      server.createStream(STREAM, 1);
      for (int second = 1; second <= 60 * MINUTES; second++) {
        clock.advance(Duration.ofSeconds(1));
        // In two of three seconds all that a shard takes, and once a minute half of it once more.
        int calls = second % 60 == 30 ? 3 : second % 3 == 0 ? 0 : 2;
        for (int call = 0; call < calls; call++) {
          put(client, metrics, clock.instant());
        }
      }
    }
    Map<String, Double> figures = new TreeMap<>();
    AlarmRun.look(metrics, clock.instant(), figures);
    return figures;
  }

  private static void put(KinesisClient client, MetricStore metrics, Instant at) {
    PutRecordsRequestEntry record =
        PutRecordsRequestEntry.builder()
            .partitionKey("any")
            .data(SdkBytes.fromByteArrayUnsafe(new byte[RECORD_BYTES]))
            .build();
    List<PutRecordsRequestEntry> records = Collections.nCopies(RECORDS_A_CALL, record);
    int refused =
        client
            .putRecords(request -> request.streamName(STREAM).records(records))
            .failedRecordCount();
    int taken = RECORDS_A_CALL - refused;
    of("WriteProvisionedThroughputExceeded", metrics, at, refused);
    of("IncomingRecords", metrics, at, taken);
    of("IncomingBytes", metrics, at, taken * RECORD_BYTES);
  }

  private static void of(String name, MetricStore metrics, Instant at, int ofOneShard) {
    metrics.put(
        new MetricStore.Metric("AWS/Kinesis", name, Map.of("StreamName", "stream")),
        at,
        (double) SHARDS * ofOneShard);
  }
}
