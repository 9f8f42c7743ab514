package io.oriontrail.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.StepEvent;
import io.oriontrail.event.StepEventJson;
import io.oriontrail.ingest.IngestHandler;
import io.oriontrail.local.lambda.ColdStart;
import io.oriontrail.local.lambda.FunctionSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "cold-start",
    description =
        "Starts the packaged ingest function again and again under AWS's runtime interface client:"
            + " plain, with an ahead-of-time cache, and primed as before a SnapStart snapshot.",
    mixinStandardHelpOptions = true)
final class ColdStartCommand implements Callable<Integer> {
  private static final int EVENTS = 20;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "5",
      description = "starts of each kind (default: ${DEFAULT-VALUE})")
  private int runs;

  private final Progress progress = Progress.onStandardOutput();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path root = Path.of(System.getProperty("orion.root", ".")).toAbsolutePath();
    try (EmbeddedEndpoints aws = EmbeddedEndpoints.start(root, null, _ -> {});
        AwsClients clients = AwsClients.of(aws)) {
      LineResources.create(clients, LineSettings.of(root));
      Path jar = LineFunctions.deployJar(root, "ingest-lambda");
      ColdStart start =
          new ColdStart(
              FunctionSettings.of("ingest")
                  .withMemoryMegabytes(LineFunctions.INGEST_MEGABYTES)
                  .withEnvironment(LineFunctions.ingestEnvironment(aws))
                  .withLog(line -> {}),
              root,
              jar,
              IngestHandler.class.getName());
      progress.say("package: %.1f MB".formatted(Files.size(jar) / 1e6));
      progress.say("milliseconds, median of %d: until ready, first, second, later".formatted(runs));
      report("plain", start, Map.of());
      report("AOT cache", start, start.aotCache(Files.createTempDirectory("orion-aot"), batch()));
      report("primed (SnapStart)", start, ColdStart.snapStart());
    }
    return 0;
  }

  private void report(String name, ColdStart start, Map<String, String> variables)
      throws InterruptedException {
    List<ColdStart.Parts> parts = new ArrayList<>();
    for (int run = 0; run < runs; run++) {
      parts.add(start.measure(variables, batch()));
    }
    progress.say(
        "%-20s %6d %6d %6d %6d"
            .formatted(
                name,
                median(parts, ColdStart.Parts::untilReady),
                median(parts, ColdStart.Parts::first),
                median(parts, ColdStart.Parts::second),
                median(parts, ColdStart.Parts::later)));
  }

  private static long median(
      List<ColdStart.Parts> parts, Function<ColdStart.Parts, Duration> part) {
    List<Duration> sorted = parts.stream().map(part).sorted().toList();
    return sorted.get(sorted.size() / 2).toMillis();
  }

  private static byte[] batch() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < EVENTS; i++) {
      StepEvent event =
          StepEvent.started(ExecutionKey.of("cold", "start"), "S", Instant.now())
              .eventId("cold-" + i)
              .build();
      lines.append(new String(StepEventJson.encode(event), UTF_8)).append('\n');
    }
    return """
        {"Records":[{"kinesis":{"partitionKey":"p","sequenceNumber":"1","data":"%s",
        "approximateArrivalTimestamp":1767225600.123},"eventID":"shardId-000000000000:1"}]}"""
        .formatted(Base64.getEncoder().encodeToString(lines.toString().getBytes(UTF_8)))
        .getBytes(UTF_8);
  }
}
