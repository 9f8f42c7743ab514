package io.oriontrail.query;

import io.oriontrail.store.Completeness;
import io.oriontrail.store.EdgeRollup;
import io.oriontrail.store.ErrorRollup;
import io.oriontrail.store.MinuteCount;
import io.oriontrail.store.RollupReader;
import io.oriontrail.store.StepBaseline;
import io.oriontrail.store.StepRollup;
import io.oriontrail.store.StoreException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Stands where no table of roll-ups was named: nothing is known, and no figure is made up. */
final class MissingRollups implements RollupReader {
  private static StoreException missing() {
    return new StoreException(QueryConfig.ROLLUP_TABLE + " is not set, so there are no roll-ups");
  }

  @Override
  public List<StepRollup> steps(Instant from, Instant to) {
    throw missing();
  }

  @Override
  public List<StepRollup> series(String step, Instant from, Instant to) {
    throw missing();
  }

  @Override
  public List<EdgeRollup> edges(Instant from, Instant to) {
    throw missing();
  }

  @Override
  public List<ErrorRollup> errors(Instant from, Instant to) {
    throw missing();
  }

  @Override
  public List<MinuteCount> errorMinutes(String step, String errorCode, Instant from, Instant to) {
    throw missing();
  }

  @Override
  public Map<String, StepBaseline> baselines(Instant from, Instant to) {
    throw missing();
  }

  @Override
  public Completeness completeness(Instant from, Instant to) {
    throw missing();
  }
}
