package io.oriontrail.local;

import io.oriontrail.store.DynamoDbEventStore;
import io.oriontrail.store.DynamoDbRollupStore;
import io.oriontrail.store.EventScan;
import io.oriontrail.store.RollupReader;
import io.oriontrail.store.SequenceRecount;
import io.oriontrail.store.StepRollup;
import io.oriontrail.store.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "recount",
    description =
        "Counts exactly what the roll-ups count about right, and names the events that are missing"
            + " of those that emitters numbered: from the running line's table, or from a file of"
            + " events such as an archive's.",
    mixinStandardHelpOptions = true)
final class RecountCommand implements Callable<Integer> {
  private static final Duration RETENTION = Duration.ofDays(14);
  private static final int FIRST_SHOWN = 20;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "NDJSON, plain or gzip (default: the running line's table)")
  private @Nullable Path file;

  @Mixin private RunningLine running = new RunningLine();

  private final Progress progress = Progress.onStandardOutput();
  private final Recount recount = new Recount();

  @Override
  public Integer call() {
    if (file != null) {
      EventFile.Lines lines =
          EventFile.readAll(
              file, recount::add, bad -> progress.say("  line " + bad.number() + " is no event"));
      tell(Map.of());
      return lines.bad() == 0 ? 0 : 1;
    }
    LineDescription line = running.description();
    try (AwsClients aws = AwsClients.of(line)) {
      long odd = EventScan.read(aws.dynamodb(), line.table(), recount::add);
      if (odd > 0) {
        progress.say("items that are no events: " + odd);
      }
      tell(rolledUp(aws, line));
      return 0;
    } catch (StoreException e) {
      throw new CliException("the line's table does not answer: " + e.getMessage(), e);
    }
  }

  /** Events by step as the roll-ups have them; empty where these do not reach so far back. */
  private Map<String, Long> rolledUp(AwsClients aws, LineDescription line) {
    Instant from = recount.oldest();
    Instant newest = recount.newest();
    Map<String, Long> events = new TreeMap<>();
    if (from == null || newest == null || Duration.between(from, newest).compareTo(RETENTION) > 0) {
      return events;
    }
    InstantSource clock = InstantSource.system();
    DynamoDbEventStore heartbeats =
        new DynamoDbEventStore(aws.dynamodb(), line.table(), RETENTION, clock);
    RollupReader reader =
        new DynamoDbRollupStore(aws.dynamodb(), LineSettings.ROLLUP_TABLE, RETENTION, clock)
            .reader(heartbeats);
    for (StepRollup step : reader.steps(from, newest.plusNanos(1))) {
      events.put(step.step(), step.started() + step.ended());
    }
    return events;
  }

  private void tell(Map<String, Long> rolledUp) {
    progress.say(
        "exactly %d distinct events, %d further copies"
            .formatted(recount.events(), recount.repeated()));
    recount
        .steps()
        .forEach(
            (step, count) ->
                progress.say(
                    "  %s: started %d, ended %d, failed %d%s"
                        .formatted(
                            step,
                            count.started(),
                            count.ended(),
                            count.failed(),
                            rolledUp.containsKey(step)
                                ? "; rolled up, about: " + rolledUp.get(step)
                                : "")));
    for (SequenceRecount.OfEmitter emitter : recount.emitters()) {
      if (emitter.numbered() == 0) {
        continue; // it only passed on what others had numbered
      }
      progress.say(
          "emitter %s: numbered %d, present %d, missing %d%s"
              .formatted(
                  emitter.emitterId(),
                  emitter.numbered(),
                  emitter.present(),
                  emitter.missing(),
                  first(emitter.firstMissing())));
    }
  }

  private static String first(List<Long> missing) {
    return missing.isEmpty()
        ? ""
        : ", first: " + missing.subList(0, Math.min(FIRST_SHOWN, missing.size()));
  }
}
