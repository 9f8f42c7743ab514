// Turns a short description of runs into the API's timeline JSON, enough of `Timeline.of` to draw
// by: lanes, critical path with waits, slack left out, unaccounted time. Times are milliseconds.

const pad = (number, digits) => String(number).padStart(digits, '0');

/** RFC 3339 with nine digits, `millis` after `start` (a Date's milliseconds). */
export function at(start, millis) {
  const whole = Math.floor(millis);
  const rest = Math.round((millis - whole) * 1e6);
  const date = new Date(start + whole).toISOString();
  return `${date.slice(0, 23)}${pad(rest, 6)}Z`;
}

/**
 * @param {object} about status, verdict, start, asOf and whatever else replaces a computed field
 * @param {object[]} runs {step, at, took|null, status?, attempt?, after?: step names, …}
 */
export function timeline({ start, ...about }, runs) {
  const ordered = runs
    .map((run, place) => ({ status: run.took === null ? 'RUNNING' : 'SUCCEEDED', place, ...run }))
    .sort((a, b) => a.at - b.at || (a.took ?? Infinity) - (b.took ?? Infinity));
  const lanes = [];
  ordered.forEach((run) => {
    const end = run.took === null ? Infinity : run.at + Math.max(run.took, 1e-6);
    const free = lanes.findIndex((until) => until <= run.at);
    run.lane = free < 0 ? lanes.length : free;
    lanes[run.lane] = end;
    run.runId ??= (0x9f86d081884c + run.place * 7919).toString(16).padStart(16, '0');
  });
  const lastEvent = Math.max(0, ...ordered.map((run) => run.at + (run.took ?? 0)));
  const path = criticalPath(ordered);
  const waits = new Map(path.map(({ run, wait }) => [run, wait]));
  const over = about.status === 'SUCCEEDED' || about.status === 'FAILED';
  const gaps = unaccounted(ordered, lastEvent);
  return {
    accountId: 'acct-42',
    executionId: 'exec-7',
    startedAt: at(start, 0),
    endedAt: over ? at(start, lastEvent) : null,
    durationNanos: over ? nanos(lastEvent) : null,
    asOf: at(start, lastEvent + 5_000),
    lastEventAt: at(start, lastEvent),
    eventCount: ordered.reduce((sum, run) => sum + (run.took === null ? 1 : 2), 2),
    duplicateCount: 0,
    laneCount: lanes.length,
    truncated: false,
    runs: ordered.map((run) => runJson(run, start, waits, ordered)),
    criticalPath: path.map(({ run, wait, inferred }) => ({
      run: ordered.indexOf(run),
      waitNanos: nanos(wait),
      inferred,
    })),
    unaccounted: {
      totalNanos: gaps.reduce((sum, gap) => sum + gap.durationNanos, 0),
      gaps,
    },
    expected: [],
    ...about,
  };
}

/** The run of a step that a later one waited for: of those ended by its start, the last. */
function dependency(step, run, ordered) {
  return ordered.findLastIndex(
    (other) => other.step === step && other.took !== null && other.at + other.took <= run.at,
  );
}

function runJson(run, start, waits, ordered) {
  const dependencies = (run.after ?? []).map((step) => dependency(step, run, ordered));
  const later = ordered.some(
    (other) => other.step === run.step && other.status === 'SUCCEEDED' && other.at > run.at,
  );
  return {
    runId: run.runId,
    parent: run.parent ? ordered.findIndex((other) => other.runId === run.parent) : null,
    container: ordered.some((other) => other.parent === run.runId),
    recovered: run.status === 'FAILED' ? later : null,
    step: run.step,
    attempt: run.attempt ?? 1,
    lane: run.lane,
    status: run.status,
    startedAt: at(start, run.at),
    endedAt: run.took === null ? null : at(start, run.at + run.took),
    startOffsetNanos: nanos(run.at),
    durationNanos: run.took === null ? null : nanos(run.took),
    dependsOn: run.after ?? [],
    dependencies: dependencies.filter((place) => place >= 0),
    unresolvedDependencies: run.unresolved ?? [],
    critical: waits.has(run),
    slackNanos: waits.has(run) ? 0 : nanos(run.slack ?? 40),
    waitNanos: nanos(waits.get(run) ?? 0),
    baseline: run.usual
      ? {
          p50Nanos: nanos(run.usual[0]),
          p95Nanos: nanos(run.usual[1]),
          samples: run.usual[2] ?? 5120,
        }
      : null,
    flags: run.flags ?? [],
    error: run.error ?? null,
    service: run.service ?? 'onboarding',
    host: run.host ?? 'i-0abc12',
    traceId: run.traceId ?? null,
    attributes: run.attributes ?? {},
  };
}

const nanos = (millis) => Math.round(millis * 1e6);

function criticalPath(runs) {
  const open = runs.findLast((run) => run.took === null);
  const end = (run) => run.at + (run.took ?? Infinity);
  let run =
    open ?? runs.reduce((last, next) => (last && end(last) > end(next) ? last : next), null);
  const path = [];
  while (run) {
    const ended = runs.filter(
      (other) => other !== run && end(other) <= run.at && other.at <= run.at,
    );
    const named = ended.filter((other) => run.after?.includes(other.step));
    const latest = (list) => list.reduce((a, b) => (a && end(a) > end(b) ? a : b), null);
    const before = latest(named) ?? latest(ended);
    path.unshift({
      run,
      wait: run.at - (before ? end(before) : 0),
      inferred: before !== null && named.length === 0,
    });
    run = before;
  }
  return path;
}

function unaccounted(runs, lastEvent) {
  const gaps = [];
  let covered = 0;
  for (const run of runs) {
    if (run.at > covered) {
      gaps.push({ startOffsetNanos: nanos(covered), durationNanos: nanos(run.at - covered) });
    }
    covered = Math.max(covered, run.took === null ? lastEvent : run.at + run.took);
  }
  return gaps;
}
