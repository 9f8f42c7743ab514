package io.oriontrail.local.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Whatever the order, the duplication, the split, the crashes, the faults and the replays: a set of
 * events leaves one table, byte for byte but for the time to live.
 */
final class TablePropertyTest {
  private static final int CASES = 2_000;

  /** Sets of events that are sent again and again, each time in another way. */
  private static final int SETS = 25;

  @Test
  @Timeout(300)
  void anyDeliveryOfASetOfEvents_leavesTheTableOfThatSet() {
    int crashes = 0;
    int partial = 0;
    for (int set = 0; set < SETS; set++) {
      Scenario scenario = new Scenario(set);
      List<String> good = scenario.goodLines(24);
      List<String> bad = scenario.badLines(2);
      List<String> table = null;
      for (int way = 0; way < CASES / SETS; way++) {
        Random random = new Random(set * 1_000L + way);
        IngestRig rig = deliver(scenario.packed(good, bad), random);
        rig.quietPhase();
        List<String> left = withoutFresh(rig.table());
        table = table == null ? left : table;
        assertThat(ItemDump.differences(left, table)).as("set %d, way %d", set, way).isEmpty();
        crashes += rig.mapping.counts().functionErrors() > 0 ? 1 : 0;
        partial += rig.books.owed() > 0 ? 1 : 0;
      }
    }
    assertThat(crashes).as("cases with crashes").isGreaterThan(CASES / 5);
    assertThat(partial).as("cases with partial failures").isGreaterThan(CASES / 20);
  }

  private static IngestRig deliver(List<Packed> records, Random random) {
    IngestRig rig =
        new IngestRig(
            IngestRig.deployed()
                .batchSize(1 + random.nextInt(8))
                .batchingWindow(Duration.ofMillis(random.nextInt(2_000)))
                .parallelizationFactor(1 + random.nextInt(3))
                .bisectBatchOnFunctionError(random.nextBoolean())
                .maximumRetryAttempts(-1)
                .build(),
            1 + random.nextInt(2));
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

  private static List<String> withoutFresh(List<String> table) {
    return table.stream().filter(line -> !line.contains("pk=S'fresh#fresh'")).toList();
  }
}
