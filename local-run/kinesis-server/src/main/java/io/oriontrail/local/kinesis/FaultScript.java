package io.oriontrail.local.kinesis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * A fault plan as text, for the command line, for {@code POST /_faults} and for other languages.
 *
 * <p>Statements stand one a line or between semicolons; {@code #} begins a comment. They take
 * effect one after the other; after the last one the server is healthy again. A statement is
 *
 * <pre>
 *   [3x | 20s] [50%] FAULT
 * </pre>
 *
 * how many requests or how long it lasts (without either: for good), which share of the requests in
 * that time it strikes (default all), and one of
 *
 * <pre>
 *   ok                        nothing
 *   throttle [SHARE%]         that share of the entries is refused as throttled (default all)
 *   fail [SHARE%]             that share of the entries fails inside the service
 *   miscount N                the answer lists N entries more (or fewer: -1) than were sent
 *   error STATUS TYPE [TEXT]  an error of the service, such as: error 500 InternalFailure oops
 *   expired | denied | gone   ExpiredToken, AccessDenied, ResourceNotFound
 *   html STATUS               a proxy's page instead of an answer
 *   silence                   accepted, never answered
 *   delay TIME                handled, then answered so late
 *   slow TIME                 handled so late, then answered
 *   drip BYTES TIME           the answer trickles, so many bytes at a time
 *   stall BYTES               after so many bytes of the answer nothing more comes
 *   hangup | hangup handled   the connection ends before, or after, the request is acted on
 *   cut BYTES                 handled; the connection ends after so many bytes of the answer
 *   clock TIME                the service's clock is ahead (or behind: -1h) of the client's
 * </pre>
 *
 * Times are whole numbers with {@code ms}, {@code s}, {@code m} or {@code h}. A line {@code on
 * OPERATION} (or {@code on all}) says which requests are meant; default {@code PutRecords}.
 */
public final class FaultScript {
  private static final double HUNDRED = 100;

  private FaultScript() {}

  /**
   * The plan; each statement's time begins with the first request that it concerns. Seeded: the
   * same requests meet the same faults.
   *
   * @throws IllegalArgumentException if the text is no script; names the statement
   */
  public static FaultPlan parse(String text) {
    return parse(text, System::nanoTime, 1);
  }

  static FaultPlan parse(String text, LongSupplier nanos, long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    List<Statement> statements = new ArrayList<>();
    String operation = Call.PUT_RECORDS;
    for (String line : text.split("[;\\n]", -1)) {
      String bare = line.replaceFirst("#.*", "").strip();
      if (bare.startsWith("on ")) {
        operation = bare.substring("on ".length()).strip();
      } else if (!bare.isEmpty()) {
        statements.add(statement(bare));
      }
    }
    FaultPlan plan = new Play(statements, nanos, random);
    return operation.equals("all") ? plan : plan.on(operation);
  }

  /** {@code times} or {@code lasts} is limited, or neither. */
  private record Statement(long times, long lasts, double share, Spec fault) {}

  /** Makes the fault for one request. */
  private interface Spec {
    Fault fault(RandomGenerator random);
  }

  private static Statement statement(String line) {
    List<String> words = new ArrayList<>(List.of(line.split("\\s+")));
    long times = Long.MAX_VALUE;
    long lasts = Long.MAX_VALUE;
    double share = 1;
    try {
      if (words.get(0).matches("[0-9]+x")) {
        times = Long.parseLong(chopped(words.remove(0)));
      } else if (words.get(0).matches("[0-9]+(ms|s|m|h)")) {
        lasts = time(words.remove(0)).toNanos();
      }
      if (words.get(0).matches("[0-9.]+%")) {
        share = share(words.remove(0));
      }
      return new Statement(times, lasts, share, spec(words));
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'" + line + "' is no statement of a fault script (" + e.getMessage() + ")", e);
    }
  }

  private static Spec spec(List<String> words) {
    return switch (words.get(0)) {
      case "throttle" -> entries(words, Fault::throttled);
      case "fail" -> entries(words, Fault::internalFailure);
      default -> {
        Fault fault = fixed(words);
        yield random -> fault;
      }
    };
  }

  private static Fault fixed(List<String> words) {
    return switch (words.get(0)) {
      case "ok" -> Fault.none();
      case "miscount" -> new Fault.Miscount(Integer.parseInt(words.get(1)));
      case "error" ->
          Fault.error(
              Integer.parseInt(words.get(1)),
              words.get(2),
              String.join(" ", words.subList(3, words.size())));
      case "expired" -> Fault.expiredToken();
      case "denied" -> Fault.accessDenied();
      case "gone" -> Fault.noSuchStream();
      case "html" ->
          new Fault.StrangeAnswer(
              Integer.parseInt(words.get(1)), "text/html", "<html>not Kinesis</html>");
      case "silence" -> new Fault.Silence();
      case "delay" -> Fault.answeredAfter(time(words.get(1)));
      case "slow" -> new Fault.Delay(time(words.get(1)), Duration.ZERO);
      case "drip" -> new Fault.Drip(Integer.parseInt(words.get(1)), time(words.get(2)));
      case "stall" -> Fault.stalledAfter(Integer.parseInt(words.get(1)));
      case "hangup" -> new Fault.HangUp(words.size() > 1 && words.get(1).equals("handled"), 0);
      case "cut" -> new Fault.HangUp(true, Integer.parseInt(words.get(1)));
      case "clock" -> new Fault.SkewedClock(time(words.get(1)));
      default -> throw new IllegalArgumentException("there is no fault '" + words.get(0) + "'");
    };
  }

  private interface EntryFault {
    Fault of(java.util.function.IntPredicate entries);
  }

  private static Spec entries(List<String> words, EntryFault fault) {
    double share = words.size() > 1 ? share(words.get(1)) : 1;
    return random -> {
      RandomGenerator own = new SplittableRandom(random.nextLong());
      return fault.of(index -> own.nextDouble() < share);
    };
  }

  private static double share(String percent) {
    return Double.parseDouble(chopped(percent)) / HUNDRED;
  }

  private static String chopped(String word) {
    return word.substring(0, word.length() - 1);
  }

  private static Duration time(String word) {
    if (!word.matches("-?[0-9]+(ms|s|m|h)")) {
      throw new IllegalArgumentException("'" + word + "' is no time such as 200ms, 3s, 2m or 1h");
    }
    long number = Long.parseLong(word.replaceAll("[a-z]", ""));
    return switch (word.replaceAll("[-0-9]", "")) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }

  /** Where in the script things stand. */
  private static final class Play implements FaultPlan {
    private final List<Statement> statements;
    private final LongSupplier nanos;
    private final RandomGenerator random;
    private int current;
    private long struck;
    private long since;
    private boolean begun;

    Play(List<Statement> statements, LongSupplier nanos, RandomGenerator random) {
      this.statements = List.copyOf(statements);
      this.nanos = nanos;
      this.random = random;
    }

    @Override
    public synchronized Fault faultFor(Call call) {
      long now = nanos.getAsLong();
      while (current < statements.size()) {
        Statement statement = statements.get(current);
        if (!begun) {
          begun = true;
          struck = 0;
          since = now;
        }
        if (struck < statement.times && now - since < statement.lasts) {
          struck++;
          boolean hit = statement.share >= 1 || random.nextDouble() < statement.share;
          return hit ? statement.fault.fault(random) : Fault.none();
        }
        begun = false;
        current++;
      }
      return Fault.none();
    }
  }
}
