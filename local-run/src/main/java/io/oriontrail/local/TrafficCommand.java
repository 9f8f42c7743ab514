package io.oriontrail.local;

import io.oriontrail.event.StepEvent;
import io.oriontrail.local.measure.TrafficSample;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "traffic",
    description =
        "Measures what an event takes as JSON, in a record and as an item, and writes what ./orion"
            + " cost --traffic reads.",
    mixinStandardHelpOptions = true)
final class TrafficCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "NDJSON, plain or gzip (default: an hour of the simulated Orion)")
  private @Nullable Path file;

  private final PrintStream out = System.out;
  private final PrintStream err = System.err;

  @Override
  public Integer call() {
    if (file == null) {
      out.print(TrafficSample.simulated().yaml());
      return 0;
    }
    List<StepEvent> events = new ArrayList<>();
    EventFile.Lines lines =
        EventFile.read(
            file,
            events::add,
            bad -> err.println("line " + bad.number() + " is no event: " + bad.reason()));
    if (events.isEmpty()) {
      throw new CliException(file + " has no events; name a file of events, one a line.");
    }
    out.print(TrafficSample.of(events).yaml());
    return lines.bad() == 0 ? 0 : 1;
  }
}
