package io.oriontrail.query;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the runs in an execution's events; one instance a call. */
final class RunPairing {
  private static final int ID_BYTES = 12;

  private record Identified(String step, String runId) {}

  private record Anonymous(String step, int attempt) {}

  /** What was seen under one (step, runId). */
  private static final class Sightings {
    @Nullable TimedEvent firstStart;
    @Nullable TimedEvent lastEnd;
    boolean repeated;
  }

  private final Map<Identified, Sightings> identified = new LinkedHashMap<>();
  private final Map<Anonymous, Deque<TimedEvent>> open = new HashMap<>();
  private final List<PairedRun> runs = new ArrayList<>();
  private final MessageDigest sha = sha256();

  private RunPairing() {}

  /**
   * The runs in their order.
   *
   * @param events in time order, each once
   */
  static List<PairedRun> of(List<TimedEvent> events) {
    RunPairing pairing = new RunPairing();
    for (TimedEvent event : events) {
      if (event.event().isBracket()) {
        continue;
      }
      if (event.event().runId() != null) {
        pairing.see(event, event.event().runId());
      } else {
        pairing.pair(event);
      }
    }
    return pairing.finish();
  }

  private void see(TimedEvent event, String runId) {
    Sightings seen =
        identified.computeIfAbsent(
            new Identified(event.event().step(), runId), key -> new Sightings());
    if (event.isStart()) {
      if (seen.firstStart == null) {
        seen.firstStart = event;
      } else {
        seen.repeated = true;
      }
    } else if (seen.lastEnd == null) {
      seen.lastEnd = event;
    } else {
      seen.repeated = true;
      if (event.outranks(seen.lastEnd)) {
        seen.lastEnd = event;
      }
    }
  }

  /** Without a runId, each end closes the earliest start that is still open. */
  private void pair(TimedEvent event) {
    Deque<TimedEvent> starts =
        open.computeIfAbsent(
            new Anonymous(event.event().step(), event.event().attemptOrFirst()),
            key -> new ArrayDeque<>());
    if (event.isStart()) {
      starts.addLast(event);
    } else {
      addAnonymous(starts.pollFirst(), event);
    }
  }

  private List<PairedRun> finish() {
    open.values().forEach(starts -> starts.forEach(start -> addAnonymous(start, null)));
    identified.forEach(
        (key, seen) ->
            runs.add(PairedRun.of(key.runId(), seen.firstStart, seen.lastEnd, seen.repeated)));
    runs.sort(PairedRun.ORDER);
    return runs;
  }

  private void addAnonymous(@Nullable TimedEvent started, @Nullable TimedEvent ended) {
    TimedEvent first = started != null ? started : ended;
    if (first != null) {
      runs.add(PairedRun.of(runIdFrom(first.sortKey()), started, ended, false));
    }
  }

  /**
   * Stable as long as the run's first event is stored, and never one that a producer would give.
   */
  private String runIdFrom(String sortKey) {
    byte[] digest = sha.digest(sortKey.getBytes(StandardCharsets.UTF_8));
    return "made-"
        + Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, ID_BYTES));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new LinkageError("every Java platform has SHA-256", e);
    }
  }
}
