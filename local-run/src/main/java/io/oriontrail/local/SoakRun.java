package io.oriontrail.local;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.local.load.JvmReading;
import io.oriontrail.local.load.JvmReading.Subject;
import io.oriontrail.local.load.LoadCheck;
import io.oriontrail.local.load.SoakChild;
import io.oriontrail.local.load.SoakReport;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A whole line in as many processes as it has parts, under a steady load and steady questions, and
 * what each process holds meanwhile. Used once, by one thread.
 */
final class SoakRun implements AutoCloseable {
  /** A stream that is full after some minutes: what it keeps does not grow from then on. */
  private static final long BYTES_PER_SHARD = 2 << 20;

  private static final int EMITTERS = 4;
  private static final double QUESTIONS_PER_SECOND = 5;

  /** Executions that are over for so long must be there whole. */
  private static final Duration SETTLED = Duration.ofSeconds(20);

  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
  private static final Duration CATCH_UP_LIMIT = Duration.ofMinutes(5);
  private static final Duration END_LIMIT = Duration.ofMinutes(2);

  private static final Duration BATCH_WINDOW = Duration.ofSeconds(1);

  private final Stack stack = new Stack();
  private final EmbeddedEndpoints endpoints;
  private final LocalLine line;
  private final SoakChild emitting;
  private final HttpClient http;
  private final AtomicLong questions = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final List<JvmReading> readings = new ArrayList<>();
  private volatile boolean over;

  private SoakRun(Path root, int rate, Duration warmUp, Duration duration)
      throws InterruptedException {
    try {
      this.endpoints =
          stack.opened(EmbeddedEndpoints.start(root, null, 1, BYTES_PER_SHARD, _ -> {}));
      LineSettings settings =
          LineSettings.of(root).withPackaged(true).withBatchWindow(BATCH_WINDOW);
      this.line = stack.opened(LocalLine.start(settings, endpoints, FrontServer.bind(0)));
      line.requireAnswer();
      this.http = stack.opened(HttpClient.newHttpClient());
      this.emitting =
          stack.opened(
              SoakChild.start(
                  line.description().kinesis(),
                  LineSettings.STREAM,
                  rate,
                  warmUp,
                  duration,
                  EMITTERS));
    } catch (RuntimeException | InterruptedException e) {
      stack.close();
      throw e;
    }
  }

  /**
   * Starts the line, and the load on it.
   *
   * @throws CliException if a part does not start
   */
  static SoakRun start(Path root, int rate, Duration warmUp, Duration duration)
      throws InterruptedException {
    return new SoakRun(root, rate, warmUp, duration);
  }

  /**
   * Blocks until all is offered, stored and looked up.
   *
   * @param every how often each process is read
   * @param rounds how often then: what is in flight is in some of them, what is kept is in all
   * @param told given the readings of one moment, and of one more when all is stored
   * @param checking told how many executions have been looked up, by several threads
   */
  SoakReport run(
      Duration every,
      int rounds,
      Consumer<List<JvmReading>> told,
      LongConsumer checking,
      String command)
      throws InterruptedException, IOException {
    Thread asking = Thread.ofPlatform().daemon().name("soak-questions").start(this::ask);
    Instant end =
        emitting.began().plus(emitting.settings().warmUp()).plus(emitting.settings().duration());
    Instant next = emitting.began().plus(every);
    while (!next.isAfter(end)) {
      awaitTime(next);
      List<JvmReading> now = read(rounds);
      readings.addAll(now);
      told.accept(now);
      while (!next.isAfter(Instant.now())) {
        next = next.plus(every);
      }
    }
    awaitEmitted();
    over = true;
    asking.join();
    line.awaitCaughtUp(CATCH_UP_LIMIT);
    told.accept(read(rounds)); // at rest: shown, and not judged with those under load
    SoakChild.Counts counts = emitting.counts();
    LoadCheck check;
    try (LineClients clients = LineClients.of(line.description())) {
      check = LoadCheck.of(emitting.traffic(), counts.offered(), clients.reader(), checking);
    }
    return new SoakReport(
        emitting.settings(),
        readings,
        counts,
        check,
        new SoakReport.Asked(questions.get(), failed.get()),
        command);
  }

  private void awaitTime(Instant time) throws InterruptedException {
    for (Duration left = Duration.between(Instant.now(), time);
        left.isPositive();
        left = Duration.between(Instant.now(), time)) {
      Thread.sleep(left);
    }
    requireEmitting();
  }

  private void awaitEmitted() throws InterruptedException {
    Instant limit = Instant.now().plus(END_LIMIT);
    while (!emitting.isDone()) {
      requireEmitting();
      if (Instant.now().isAfter(limit)) {
        throw new CliException(
            "the emitters did not get rid of what they were given: " + emitting.counts());
      }
      Thread.sleep(Duration.ofMillis(100));
    }
  }

  private void requireEmitting() {
    if (!emitting.isAlive()) {
      throw new CliException("the process that emits has ended; what it said stands above.");
    }
  }

  private List<JvmReading> read(int rounds) throws InterruptedException, IOException {
    double second = Duration.between(emitting.began(), Instant.now()).toMillis() / 1e3;
    Map<Subject, JvmReading> least = new LinkedHashMap<>();
    List<Subject> subjects = subjects();
    for (int round = 0; round < rounds; round++) {
      for (Subject subject : subjects) {
        JvmReading reading = readIfAlive(subject, second);
        if (reading != null) {
          least.merge(subject, reading, JvmReading::withLeastOf);
        }
      }
    }
    return List.copyOf(least.values());
  }

  /** An instance may be let go meanwhile: null then. */
  private static @Nullable JvmReading readIfAlive(Subject subject, double second)
      throws InterruptedException, IOException {
    try {
      return JvmReading.of(subject, second);
    } catch (IOException e) {
      if (ProcessHandle.of(subject.pid()).filter(ProcessHandle::isAlive).isPresent()) {
        throw e;
      }
      return null;
    }
  }

  private List<Subject> subjects() {
    List<Subject> subjects = new ArrayList<>();
    subjects.add(new Subject("emitters", false, emitting.pid()));
    subjects.add(
        new Subject("Kinesis, mapping, front server", false, ProcessHandle.current().pid()));
    for (long pid : LineFunctions.pidsOf(line.functions().ingest())) {
      subjects.add(new Subject("ingest", false, pid));
    }
    for (long pid : LineFunctions.pidsOf(line.functions().query())) {
      subjects.add(new Subject("query", false, pid));
    }
    subjects.add(new Subject("s3proxy", false, endpoints.bucketsPid()));
    subjects.add(new Subject("DynamoDB Local", true, endpoints.tablesPid()));
    return subjects;
  }

  /** Asks for one execution after another that is over, each among all that came so far. */
  private void ask() {
    Random random = new Random(1);
    Pace pace = Pace.perSecond(QUESTIONS_PER_SECOND);
    while (!over) {
      pace.awaitTurn();
      ExecutionKey key = settledExecution(random);
      if (key != null) {
        questions.incrementAndGet();
        if (!isAnswered(key)) {
          failed.incrementAndGet();
        }
      }
    }
  }

  private @Nullable ExecutionKey settledExecution(Random random) {
    Duration age = Duration.between(emitting.began(), Instant.now()).minus(SETTLED);
    long events = emitting.traffic().dueBy(age.toNanos());
    long begun = emitting.traffic().executions(events);
    // Those of the last block are still under way.
    long ended = begun - Math.max(emitting.settings().eventsPerSecond(), 16);
    return ended <= 0
        ? null
        : emitting.traffic().eventsOf(random.nextLong(ended), events).getFirst().key();
  }

  private boolean isAnswered(ExecutionKey key) {
    URI uri = line.description().dashboard().resolve(new TimelineQuestion(key).path());
    try {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(uri).timeout(ANSWER_LIMIT).build(), BodyHandlers.ofString());
      return answer.statusCode() == 200 && answer.body().contains("\"status\":\"SUCCEEDED\"");
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    over = true;
    stack.close();
  }
}
