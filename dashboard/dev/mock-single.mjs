// What the API answers about one execution besides its timeline, made from the timeline itself: enough
// of compare, events and export to draw by.

/** Answers a question about `timelineOf(id)`; false where the path is none of these. */
export function answerAbout(url, timelineOf, response) {
  const path = url.pathname.replace('/v1/', '');
  const make = QUESTIONS[path];
  if (make === undefined) {
    return false;
  }
  const here = timelineOf(url.searchParams.get('executionId') ?? '');
  const [status, type, body, headers = {}] = make(url.searchParams, here, timelineOf);
  response.writeHead(status, { 'content-type': type, 'x-request-id': 'mock-2', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
  return true;
}

const JSON_TYPE = 'application/json';

const QUESTIONS = {
  compare: (query, here, timelineOf) => {
    const other = timelineOf(query.get('with') ?? 'succeeded');
    return here === null || other === null || query.get('executionId') === 'succeeded'
      ? problem(404, 'No execution of this account before this one succeeded.')
      : [200, JSON_TYPE, comparison(here, other, query.get('with') ?? 'succeeded')];
  },
  events: (query, here) => {
    const all = events(here);
    const from = Number(query.get('cursor') ?? 0);
    const to = from + Number(query.get('limit') ?? 50);
    const page = { events: all.slice(from, to), payload: 'INCLUDED' };
    return [200, JSON_TYPE, to < all.length ? { ...page, nextCursor: String(to) } : page];
  },
  export: (query, here) => {
    const format = query.get('format');
    const headers = {
      'content-disposition': `attachment; filename="execution.${format}"`,
      'x-truncated': 'false',
    };
    const bodies = {
      markdown: `# ${here.status}: ${here.verdict}\n`,
      csv: `step,status\r\n${here.runs.map((run) => `${run.step},${run.status}\r\n`).join('')}`,
      ndjson: events(here)
        .map((event) => `${JSON.stringify(event)}\n`)
        .join(''),
      otlp: '{"resourceSpans":[]}',
      chrome: '{"traceEvents":[],"displayTimeUnit":"ms","otherData":{}}',
    };
    return [200, 'text/plain', bodies[format], headers];
  },
};

function problem(status, detail) {
  return [status, 'application/problem+json', { title: 'Nothing to compare', status, detail }];
}

function events(timeline) {
  return timeline.runs
    .flatMap((run) => {
      const common = {
        accountId: timeline.accountId,
        executionId: timeline.executionId,
        step: run.step,
        runId: run.runId,
        attempt: run.attempt,
        host: run.host,
        eventId: `${run.runId}-${run.attempt}`,
      };
      const ended = {
        ...common,
        state: 'ENDED',
        status: run.status,
        timestamp: run.endedAt,
        errorCode: run.error?.code,
        attributes: run.attributes,
      };
      const started = { ...common, state: 'STARTED', timestamp: run.startedAt };
      return run.endedAt === null ? [started] : [started, ended];
    })
    .sort((a, b) => (a.timestamp < b.timestamp ? -1 : 1));
}

function comparison(here, other, executionId) {
  const [mine, theirs] = [figures(here), figures(other)];
  const steps = [...new Set([...mine.keys(), ...theirs.keys()])].map((step) => {
    const [a, b] = [mine.get(step) ?? null, theirs.get(step) ?? null];
    const deltaNanos = a && b ? a.durationNanos - b.durationNanos : null;
    const changes = a === null ? ['MISSING'] : b === null ? ['ADDED'] : [];
    if (a && b && a.status !== b.status) {
      changes.push('STATUS_CHANGED');
    }
    if (deltaNanos !== null && Math.abs(deltaNanos) > Math.max(1e6, b.durationNanos / 10)) {
      changes.push(deltaNanos > 0 ? 'SLOWER' : 'FASTER');
    }
    return { step, changes, deltaNanos, here: a, other: b };
  });
  const about = ({ status, verdict, startedAt, endedAt, durationNanos, ...rest }, id) => ({
    executionId: id ?? rest.executionId,
    status,
    verdict,
    startedAt,
    endedAt,
    durationNanos,
    truncated: false,
  });
  return {
    accountId: here.accountId,
    here: about(here),
    other: about(other, executionId),
    deltaNanos: (here.durationNanos ?? 0) - (other.durationNanos ?? 0),
    steps,
  };
}

function figures(timeline) {
  const found = new Map();
  for (const run of timeline.runs) {
    const known = found.get(run.step);
    found.set(run.step, {
      runs: (known?.runs ?? 0) + 1,
      failures: (known?.failures ?? 0) + (run.status === 'FAILED' ? 1 : 0),
      status: run.status,
      errorCode: run.error?.code ?? null,
      startOffsetNanos: known?.startOffsetNanos ?? run.startOffsetNanos,
      durationNanos: (known?.durationNanos ?? 0) + (run.durationNanos ?? 0),
    });
  }
  return found;
}
