package io.oriontrail.local.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Records on their way through anything that may happen to them; the same for the same seed. */
final class AnyDelivery {
  private AnyDelivery() {}

  /**
   * Delivers the records, some of them twice.
   *
   * @param alsoTo another table, which is given whatever the one in memory takes
   */
  static IngestRig of(List<Packed> records, Random random, Consumer<List<WriteRequest>> alsoTo) {
    IngestRig rig =
        new IngestRig(
            IngestRig.deployed()
                .batchSize(1 + random.nextInt(8))
                .batchingWindow(Duration.ofMillis(random.nextInt(2_000)))
                .parallelizationFactor(1 + random.nextInt(3))
                .bisectBatchOnFunctionError(random.nextBoolean())
                .maximumRetryAttempts(-1)
                .build(),
            1 + random.nextInt(2),
            alsoTo);
    List<Packed> all = new ArrayList<>(records);
    for (Packed packed : records) {
      if (random.nextInt(4) == 0) {
        all.add(packed);
      }
    }
    Collections.shuffle(all, random);
    rig.dynamoDb.fault(anyFault(rig, random.nextInt(60), random.nextLong()));
    int s3Trouble = random.nextInt(60);
    rig.s3.downWhen(() -> random.nextInt(100) < s3Trouble);
    rig.mapping.repeatInvocations(random.nextInt(3));
    int steps = 1 + random.nextInt(4);
    for (int step = 0; step < steps; step++) {
      rig.putAll(all.subList(all.size() * step / steps, all.size() * (step + 1) / steps));
      if (random.nextInt(3) > 0) {
        rig.kill.arm(1 + random.nextInt(40));
      }
      rig.mapping.run(Duration.ofMillis(random.nextInt(8_000)));
      if (random.nextInt(4) == 0) {
        rig.mapping.reshard(random);
      }
      if (random.nextInt(4) == 0) {
        rig.mapping.die();
      }
    }
    if (random.nextInt(3) == 0) {
      rig.putAll(records); // a replay of all
    }
    return rig;
  }

  /** Decided by the call and not by the order in which threads come. */
  private static FaultyDynamoDb.Fault anyFault(IngestRig rig, int percent, long seed) {
    return call -> {
      Random random = new Random(seed + 31L * call.first().hashCode() + call.attempt());
      if (random.nextInt(100) >= percent) {
        rig.dynamoDb.commit(call.puts());
        return List.of();
      }
      int share = random.nextInt(call.puts().size() + 1);
      List<WriteRequest> left = call.puts().subList(share, call.puts().size());
      switch (random.nextInt(5)) {
        case 0 -> throw FaultyDynamoDb.throttled();
        case 1 -> throw FaultyDynamoDb.serverError();
        case 2 -> {
          rig.dynamoDb.commit(call.puts());
          throw FaultyDynamoDb.timedOut();
        }
        case 3 -> {
          rig.dynamoDb.commit(call.puts().subList(0, share));
          throw FaultyDynamoDb.unreachable();
        }
        default -> rig.dynamoDb.commit(call.puts().subList(0, share));
      }
      // As the real one: where nothing could be written it throws.
      if (share == 0) {
        throw FaultyDynamoDb.throttled();
      }
      return left;
    };
  }
}
