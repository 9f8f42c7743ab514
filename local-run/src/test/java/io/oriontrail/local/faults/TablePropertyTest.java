package io.oriontrail.local.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever the order, the duplication, the split, the crashes, the faults and the replays: a set of
 * events leaves one table, byte for byte but for the time to live.
 */
final class TablePropertyTest {
  private static final int CASES = 2_000;

  /** Sets of events that are sent again and again, each time in another way. */
  private static final int SETS = 25;

  @Test
  @Timeout(1800)
  void anyDeliveryOfASetOfEvents_leavesTheTableOfThatSet() {
    VirtualThread.run(this::deliverInManyWays);
  }

  private void deliverInManyWays() {
    int crashes = 0;
    int partial = 0;
    for (int set = 0; set < SETS; set++) {
      Scenario scenario = new Scenario(set);
      List<String> good = scenario.goodLines(24);
      List<String> bad = scenario.badLines(2);
      List<String> table = null;
      for (int way = 0; way < CASES / SETS; way++) {
        Random random = new Random(set * 1_000L + way);
        IngestRig rig = AnyDelivery.of(scenario.packed(good, bad), random, puts -> {});
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

  private static List<String> withoutFresh(List<String> table) {
    return table.stream().filter(line -> !line.contains("pk=S'fresh#fresh'")).toList();
  }
}
