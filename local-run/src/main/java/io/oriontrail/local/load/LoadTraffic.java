package io.oriontrail.local.load;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The events of a load, each of which follows from its number: nothing needs to be remembered to
 * know afterwards what had to arrive. As many executions are under way at once as there are events
 * in a second, each telling something once a second. Immutable.
 */
public final class LoadTraffic {
  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final int ONE_FAILS_OF = 50;
  private static final int LEAST_AT_ONCE = 16;
  private static final List<String> SERVICES = List.of("intake", "documents", "identity", "risk");
  private static final List<String> STEPS =
      List.of(
          "RECEIVE_APPLICATION",
          "VALIDATE_APPLICATION",
          "DEDUPLICATE_CUSTOMER",
          "EXTRACT_DOCUMENTS",
          "VERIFY_IDENTITY",
          "CHECK_LIVENESS",
          "VERIFY_ADDRESS",
          "SCREEN_SANCTIONS",
          "SCORE_RISK",
          "DECIDE",
          "OPEN_ACCOUNT",
          "SEND_WELCOME");

  private final LoadSettings settings;
  private final String run;
  private final Instant start;
  private final long atOnce;

  /**
   * The events of one load.
   *
   * @param run sets its accounts and event ids apart from any other load's
   * @param start when the first event is due
   */
  public LoadTraffic(LoadSettings settings, String run, Instant start) {
    this.settings = settings;
    this.run = run;
    this.start = start;
    this.atOnce = Math.max(LEAST_AT_ONCE, settings.eventsPerSecond());
  }

  /** How long after the first event this one is due, in nanoseconds. */
  public long dueNanos(long number) {
    long rising = settings.warmUpEvents();
    if (number < rising) {
      return (long) Math.sqrt(2 * warmUpNanos() * NANOS_PER_SECOND / rate() * number);
    }
    return (long) warmUpNanos() + (number - rising) * NANOS_PER_SECOND / settings.eventsPerSecond();
  }

  /** How many events are due so long after the first. */
  public long dueBy(long nanos) {
    if (nanos < 0) {
      return 0;
    }
    double warmUp = warmUpNanos();
    if (nanos < warmUp) {
      double events = rate() * nanos / NANOS_PER_SECOND * nanos / warmUp / 2;
      return Math.min(settings.warmUpEvents(), (long) events + 1);
    }
    double events = (nanos - warmUp) * rate() / NANOS_PER_SECOND;
    return Math.min(settings.events(), settings.warmUpEvents() + (long) events + 1);
  }

  private double warmUpNanos() {
    return settings.warmUp().toNanos();
  }

  private double rate() {
    return settings.eventsPerSecond();
  }

  /** Which process emits it, from 0; a run is told by one of them. */
  public int emitterOf(long number) {
    return Math.floorMod(executionOf(number) + runOf(positionOf(number)), settings.emitters());
  }

  /** The event, stamped with the time at which it is due. */
  public StepEvent event(long number) {
    long execution = executionOf(number);
    int position = positionOf(number);
    ExecutionKey key =
        ExecutionKey.of(
            run + "-acct-" + execution / settings.executionsPerAccount(), "exec-" + execution);
    Instant due = start.plusNanos(dueNanos(number));
    StepEvent.Builder event;
    if (position == 0) {
      event = StepEvent.started(key, StepEvent.EXECUTION, due);
    } else if (position == settings.eventsPerExecution() - 1) {
      event = StepEvent.ended(key, StepEvent.EXECUTION, Status.SUCCEEDED, due);
    } else {
      event = runEvent(key, execution, position, due);
    }
    int emitter = emitterOf(number);
    return event
        .eventId(run + "-" + Long.toString(number, Character.MAX_RADIX))
        .service(SERVICES.get(emitter % SERVICES.size()))
        .host("orion-" + emitter)
        .build();
  }

  private StepEvent.Builder runEvent(ExecutionKey key, long execution, int position, Instant due) {
    int order = runOf(position);
    String step = STEPS.get(order % STEPS.size());
    long id = (execution << Integer.SIZE | order) * GOLDEN;
    String runId = HexFormat.of().toHexDigits(id);
    if (position % 2 == 1) {
      StepEvent.Builder event = StepEvent.started(key, step, due).runId(runId).attempt(1);
      return order == 0 ? event : event.dependsOn(List.of(STEPS.get((order - 1) % STEPS.size())));
    }
    boolean fails = Long.remainderUnsigned(id >>> Integer.SIZE, ONE_FAILS_OF) == 0;
    StepEvent.Builder event =
        StepEvent.ended(key, step, fails ? Status.FAILED : Status.SUCCEEDED, due)
            .runId(runId)
            .attempt(1)
            .durationNanos(NANOS_PER_SECOND)
            .attributes(
                Map.of(
                    "provider", "acme-id",
                    "region", "eu-central-1",
                    "amount", Long.toString(id >>> 44)));
    return fails
        ? event.errorCode("UPSTREAM_TIMEOUT").errorMessage("acme-id: no answer in 2 s")
        : event;
  }

  /** How many executions so many events begin. */
  public long executions(long events) {
    long perBlock = atOnce * settings.eventsPerExecution();
    return events / perBlock * atOnce + Math.min(atOnce, events % perBlock);
  }

  /** All of the execution that is among the first so many events, oldest first. */
  public List<StepEvent> eventsOf(long execution, long events) {
    long first = execution / atOnce * atOnce * settings.eventsPerExecution() + execution % atOnce;
    List<StepEvent> all = new ArrayList<>();
    for (int position = 0; position < settings.eventsPerExecution(); position++) {
      long number = first + position * atOnce;
      if (number < events) {
        all.add(event(number));
      }
    }
    return all;
  }

  private long executionOf(long number) {
    return number / (atOnce * settings.eventsPerExecution()) * atOnce + number % atOnce;
  }

  private int positionOf(long number) {
    return (int) (number / atOnce % settings.eventsPerExecution());
  }

  private static int runOf(int position) {
    return Math.max(0, position - 1) / 2;
  }
}
