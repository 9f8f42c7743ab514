package io.oriontrail.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import io.oriontrail.store.InMemoryEventStore;
import io.oriontrail.store.InMemoryRollupStore;
import io.oriontrail.store.RollupReader;
import io.oriontrail.store.Rollups;
import io.oriontrail.store.StepEventReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An API over a store in memory, seen half a minute after {@link #T0}. */
class ApiFixture {
  static final String BY_PATH = "/v1/accounts/{accountId}/executions/{executionId}";
  static final String BY_QUERY = "/v1/timeline";
  static final String EVENTS_BY_PATH = BY_PATH + "/events";
  static final String EVENTS_BY_QUERY = "/v1/events";

  /** The timeline of {@link Events#KEY}. */
  static final String PATH = "/v1/accounts/acct-1/executions/exec-1";

  static final Instant T0 = Instant.parse("2026-03-01T10:00:00Z");

  /** Ids that a path cannot carry. */
  static final ExecutionKey ODD = ExecutionKey.of("konto/ü 1+2%", "exec#7 ☃/../&=?");

  static final String ODD_QUERY =
      "?accountId="
          + Gateway.encode(ODD.accountId())
          + "&executionId="
          + Gateway.encode(ODD.executionId());

  final OpenApi contract = OpenApi.read();
  final ManualClock clock = new ManualClock(T0.plusSeconds(30));
  final InMemoryEventStore store = new InMemoryEventStore(Duration.ofDays(14), clock);
  final InMemoryRollupStore rollups = new InMemoryRollupStore(Duration.ofDays(14), clock);
  final List<AuditLog.Entry> audited = new ArrayList<>();
  AuditLog audit = audited::add;
  Access access = Access.open();
  OriginGuard origin = OriginGuard.of(List.of());
  final Gateway gateway = gateway(store);

  Gateway gateway(StepEventReader reader) {
    return gateway(reader, rollups.reader(store));
  }

  /** Before an API whose roll-ups do not answer. */
  Gateway gatewayWithoutRollups() {
    return gateway(store, new MissingRollups());
  }

  private Gateway gateway(StepEventReader reader, RollupReader sums) {
    return new Gateway(
        new QueryApi.Parts(
            new Stores(reader, store, store, sums),
            Journey.none(),
            new RollupBaselines(sums, clock, Runnable::run),
            Cursors.of(null, "events"),
            access,
            audit,
            origin,
            clock,
            Duration.ofDays(14),
            "eu-central-1"));
  }

  void append(StepEvent... events) {
    append(Arrays.asList(events));
  }

  void append(List<StepEvent> events) {
    store.append(events.stream().map(StepEvent::identified).toList(), Instant.MAX);
    Rollups sums = new Rollups(Duration.ofDays(14));
    events.forEach(event -> sums.count(event, clock.instant()));
    assertThat(rollups.add(sums.drain(), clock.instant().plusSeconds(60))).isEmpty();
  }

  static StepEvent started(ExecutionKey key, String step, long millis) {
    return StepEvent.started(key, step, T0.plusMillis(millis)).build();
  }

  static StepEvent ended(ExecutionKey key, String step, long millis) {
    return StepEvent.ended(key, step, Status.SUCCEEDED, T0.plusMillis(millis)).build();
  }
}
