package io.oriontrail.benchmarks;

import com.amazonaws.services.lambda.runtime.Context;
import io.oriontrail.event.StepEventJson;
import io.oriontrail.ingest.IngestConfig;
import io.oriontrail.ingest.IngestHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What an event costs in the ingest function: from the JSON that Lambda hands over to the signed
 * bytes of DynamoDB's requests, on one processor. With no latency that is processor time; with 5 ms
 * it is how fast an invocation gets on. Records hold 100 events of executions of {@link
 * OrionEvents}, gzip-compressed as the emitter does it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 6, time = 4)
@Measurement(iterations = 5, time = 4)
@Fork(
    value = 1,
    jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx1400m", "-XX:ActiveProcessorCount=1"})
public class IngestBenchmark {
  private static final int RECORDS = 50;
  private static final int EVENTS_PER_RECORD = 100;

  /** Milliseconds that DynamoDB takes for a call. */
  @Param({"0", "5"})
  public int latency;

  private byte[] input = new byte[0];
  private IngestHandler handler = handler(new NullDynamoDb(Duration.ZERO));

  @Setup(Level.Trial)
  public void setUp() {
    handler = handler(new NullDynamoDb(Duration.ofMillis(latency)));
    input = kinesisEvent(Instant.now());
  }

  private static IngestHandler handler(NullDynamoDb dynamoDb) {
    return new IngestHandler(
        Map.of(
            IngestConfig.EVENT_TABLE, "OrionEvents",
            IngestConfig.ROLLUP_TABLE, "OrionRollups",
            IngestConfig.QUARANTINE_BUCKET, "none",
            IngestConfig.REGION, "eu-west-1",
            "AWS_ACCESS_KEY_ID", "any",
            "AWS_SECRET_ACCESS_KEY", "any"),
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
        dynamoDb);
  }

  @Benchmark
  @OperationsPerInvocation(RECORDS * EVENTS_PER_RECORD)
  public int event() throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream(64);
    handler.handleRequest(new ByteArrayInputStream(input), answer, CONTEXT);
    if (!answer.toString(StandardCharsets.UTF_8).equals("{\"batchItemFailures\":[]}")) {
      throw new IllegalStateException(answer.toString(StandardCharsets.UTF_8));
    }
    return answer.size();
  }

  private static final Context CONTEXT =
      (Context)
          Proxy.newProxyInstance(
              Context.class.getClassLoader(),
              new Class<?>[] {Context.class},
              (proxy, method, arguments) ->
                  method.getReturnType() == int.class ? (Object) 60_000 : "orion-ingest");

  /** The JSON of one delivery. */
  static byte[] kinesisEvent(Instant now) {
    OrionEvents events = new OrionEvents(7, now.minusSeconds(60));
    StringJoiner json = new StringJoiner(",", "{\"Records\":[", "]}");
    for (int record = 0; record < RECORDS; record++) {
      ByteArrayOutputStream lines = new ByteArrayOutputStream();
      for (int i = 0; i < EVENTS_PER_RECORD; i++) {
        lines.writeBytes(StepEventJson.encode(events.next()));
        lines.write('\n');
      }
      json.add(record(record, gzip(lines.toByteArray()), now));
    }
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String record(int number, byte[] data, Instant now) {
    String sequence = "4959033827149025660855969253836157109592157598913658" + (10_000 + number);
    return """
        {"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"%s","sequenceNumber":"%s",\
        "data":"%s","approximateArrivalTimestamp":%d.%03d},"eventSource":"aws:kinesis",\
        "eventVersion":"1.0","eventID":"shardId-000000000006:%s","eventName":"aws:kinesis:record",\
        "invokeIdentityArn":"arn:aws:iam::123456789012:role/lambda-role","awsRegion":"us-east-2",\
        "eventSourceARN":"arn:aws:kinesis:us-east-2:123456789012:stream/orion-events"}"""
        .formatted(
            Integer.toHexString(number * 7919),
            sequence,
            Base64.getEncoder().encodeToString(data),
            now.getEpochSecond(),
            now.getNano() / 1_000_000,
            sequence);
  }

  private static byte[] gzip(byte[] data) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip =
        new GZIPOutputStream(bytes) {
          {
            def.setLevel(1);
          }
        }) {
      gzip.write(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
