package io.oriontrail.local.simulate;

import io.oriontrail.event.ExecutionKey;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Who applies, and when. */
final class Arrivals {
  static final Duration HISTORY = Duration.ofHours(1);
  private static final long ACCOUNT_NUMBERS = 10_000_000_000L;

  /** Share no factor with the number of accounts, so that no two indexes give one number. */
  private static final long STRIDE = 3_865_470_567L;

  private static final long FIRST_ACCOUNT = 4_812_903_377L;
  private static final double SHARE_OF_RETURNING = 0.15;
  private static final int REMEMBERED = 500;
  private static final DateTimeFormatter EXECUTION_ID =
      DateTimeFormatter.ofPattern("'onb-'uuuuMMdd'T'HHmmss'-'").withZone(ZoneOffset.UTC);

  /** Purposes of dice, so that history and live play do not repeat each other. */
  private static final long OF_HISTORY = 1;

  private static final long OF_LIVE = 2;

  private Arrivals() {}

  /**
   * Executions that began and, unless stuck, ended within the hour before {@code until}; account by
   * account, those of one account one after the other.
   */
  static Stream<ExecutionPlan> history(SimulatorSettings settings, Instant until) {
    return IntStream.range(0, settings.accounts())
        .boxed()
        .flatMap(account -> executionsOf(account, settings, until).stream());
  }

  private static List<ExecutionPlan> executionsOf(
      int account, SimulatorSettings settings, Instant until) {
    int count = countOfExecutions(Dice.of(settings.seed(), OF_HISTORY, account));
    Duration slot = HISTORY.dividedBy(count);
    List<ExecutionPlan> plans = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Dice dice = Dice.of(settings.seed(), OF_HISTORY, account, i);
      Course course = CoursePlanner.plan(Fate.drawn(dice, settings.failureRatio()), dice);
      Duration room = slot.minus(course.length());
      Instant startedAt =
          until.minus(HISTORY).plus(slot.multipliedBy(i)).plus(Dice.times(room, dice.fraction()));
      plans.add(plan(accountId(account), startedAt, course, i == 0, dice));
    }
    return plans;
  }

  private static int countOfExecutions(Dice dice) {
    double at = dice.fraction();
    return at < 0.8 ? 1 : at < 0.95 ? 2 : 3;
  }

  /** Executions from {@code from} on, in the order of their starts, at the rate asked for. */
  static Iterator<ExecutionPlan> live(SimulatorSettings settings, Instant from) {
    return new Live(settings, from);
  }

  static ExecutionPlan plan(
      String accountId, Instant startedAt, Course course, boolean firstOfAccount, Dice dice) {
    ExecutionKey key = ExecutionKey.of(accountId, EXECUTION_ID.format(startedAt) + dice.hex(6));
    return new ExecutionPlan(key, startedAt, course, firstOfAccount);
  }

  /** Scattered over all numbers, as accounts of a bank are. */
  static String accountId(long index) {
    long scattered = Math.floorMod(FIRST_ACCOUNT + index * STRIDE, ACCOUNT_NUMBERS);
    return "acct-%010d".formatted(scattered);
  }

  /** New accounts, and now and then one that has been here before. */
  private static final class Live implements Iterator<ExecutionPlan> {
    private final SimulatorSettings settings;
    private final Dice dice;
    private Instant next;
    private long number;
    private int accounts;

    Live(SimulatorSettings settings, Instant from) {
      this.settings = settings;
      this.dice = Dice.of(settings.seed(), OF_LIVE);
      this.next = from;
    }

    @Override
    public boolean hasNext() {
      return accounts < settings.accounts();
    }

    @Override
    public ExecutionPlan next() {
      if (!hasNext()) {
        throw new NoSuchElementException("all accounts have come");
      }
      Dice own = Dice.of(settings.seed(), OF_LIVE, number++);
      boolean returns = accounts > 0 && dice.chance(SHARE_OF_RETURNING);
      int account =
          returns ? dice.between(Math.max(0, accounts - REMEMBERED), accounts - 1) : accounts++;
      Course course = CoursePlanner.plan(Fate.drawn(own, settings.failureRatio()), own);
      ExecutionPlan plan = plan(accountId(account), next, course, !returns, own);
      next = next.plus(dice.untilNext(settings.rate()));
      return plan;
    }
  }
}
