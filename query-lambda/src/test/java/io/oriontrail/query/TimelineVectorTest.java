package io.oriontrail.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every fact of every worked case: the shared golden ones, and this repository's own. */
class TimelineVectorTest {
  private static final int GOLDEN_CASES = 21;
  private static final int OWN_CASES = 80;

  private final List<Vectors.Vector> golden =
      Vectors.of(Vectors.root().resolveSibling("shared").resolve("golden"));
  private final List<Vectors.Vector> own =
      Vectors.of(Vectors.root().resolve("docs/contracts/timeline"));

  @TestFactory
  Stream<DynamicTest> goldenCase_timeline_hasAllFacts() {
    return golden.stream().map(TimelineVectorTest::hasAllFacts);
  }

  @TestFactory
  Stream<DynamicTest> ownCase_timeline_hasAllFacts() {
    return own.stream().map(TimelineVectorTest::hasAllFacts);
  }

  @Test
  void cases_none_isMissing() {
    assertThat(golden).hasSizeGreaterThanOrEqualTo(GOLDEN_CASES);
    assertThat(own).hasSizeGreaterThanOrEqualTo(OWN_CASES);
  }

  private static DynamicTest hasAllFacts(Vectors.Vector vector) {
    return DynamicTest.dynamicTest(
        vector.name(), () -> Vectors.check(vector.expected(), Vectors.json(vector.timeline())));
  }
}
