package io.oriontrail.local.chaos;

import io.oriontrail.local.kinesis.Call;
import io.oriontrail.local.kinesis.Fault;
import io.oriontrail.local.kinesis.FaultPlan;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** What the faults of an episode do to single requests. Each answer is safe for several threads. */
public final class ChaosFaults {
  private static final double HUNDRED = 100;

  /** Longer than an emitter waits for an answer. */
  private static final Duration LATEST_ANSWER = Duration.ofSeconds(4);

  /** Longer than ingest waits for DynamoDB. */
  private static final Duration SLOWEST_CALL = Duration.ofMillis(3_500);

  private ChaosFaults() {}

  /**
   * Requests to Kinesis under these faults; the first that strikes one counts.
   *
   * @param struck counts those that something happened to
   */
  public static FaultPlan onKinesis(List<ChaosSchedule.Injection> faults, AtomicLong struck) {
    List<FaultPlan> plans = faults.stream().map(ChaosFaults::planOf).toList();
    return call -> {
      for (FaultPlan plan : plans) {
        Fault fault = plan.faultFor(call);
        if (!fault.equals(Fault.none())) {
          struck.incrementAndGet();
          return fault;
        }
      }
      return Fault.none();
    };
  }

  private static FaultPlan planOf(ChaosSchedule.Injection fault) {
    Dice dice = new Dice(fault);
    return switch (fault.kind()) {
      case KINESIS_THROTTLED -> puts(_ -> Fault.throttled(_ -> dice.strikes()));
      case KINESIS_UNREACHABLE -> _ -> new Fault.HangUp(false, 0);
      case KINESIS_SLOW ->
          puts(_ -> dice.strikes() ? Fault.answeredAfter(dice.upTo(LATEST_ANSWER)) : Fault.none());
      case KINESIS_BROKEN -> puts(_ -> dice.strikes() ? broken(dice) : Fault.none());
      default -> FaultPlan.healthy();
    };
  }

  private static FaultPlan puts(FaultPlan plan) {
    return plan.on(Call.PUT_RECORDS);
  }

  private static Fault broken(Dice dice) {
    return dice.coin()
        ? Fault.error(500, "InternalFailure", "chaos")
        : new Fault.HangUp(true, dice.coin() ? 0 : 20);
  }

  /** Requests to DynamoDB under these faults; the first that strikes one counts. */
  public static Supplier<DynamoDbDoor.Fate> onDynamoDb(List<ChaosSchedule.Injection> faults) {
    List<Supplier<DynamoDbDoor.Fate>> fates = faults.stream().map(ChaosFaults::fateOf).toList();
    return () -> {
      for (Supplier<DynamoDbDoor.Fate> each : fates) {
        DynamoDbDoor.Fate fate = each.get();
        if (!fate.equals(DynamoDbDoor.Fate.HEALTHY)) {
          return fate;
        }
      }
      return DynamoDbDoor.Fate.HEALTHY;
    };
  }

  private static Supplier<DynamoDbDoor.Fate> fateOf(ChaosSchedule.Injection fault) {
    Dice dice = new Dice(fault);
    DynamoDbDoor.Fate healthy = DynamoDbDoor.Fate.HEALTHY;
    return switch (fault.kind()) {
      case DYNAMODB_THROTTLED ->
          () ->
              !dice.strikes()
                  ? healthy
                  : dice.coin() ? new DynamoDbDoor.Fate.Throttle() : new DynamoDbDoor.Fate.Leave();
      case DYNAMODB_SLOW ->
          () -> dice.strikes() ? new DynamoDbDoor.Fate.Pass(dice.upTo(SLOWEST_CALL)) : healthy;
      case DYNAMODB_UNREACHABLE ->
          () -> dice.strikes() ? new DynamoDbDoor.Fate.HangUp(dice.coin()) : healthy;
      default -> () -> healthy;
    };
  }

  /** Choices of one fault; requests come by several threads, so their order is not the seed's. */
  private static final class Dice {
    private final SplittableRandom random;
    private final double share;

    Dice(ChaosSchedule.Injection fault) {
      this.random = new SplittableRandom(fault.seed());
      this.share = fault.percent() / HUNDRED;
    }

    synchronized boolean strikes() {
      return random.nextDouble() < share;
    }

    synchronized boolean coin() {
      return random.nextBoolean();
    }

    synchronized Duration upTo(Duration most) {
      return Duration.ofNanos((long) (most.toNanos() * random.nextDouble()));
    }
  }
}
