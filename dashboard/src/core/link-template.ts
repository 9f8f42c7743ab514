import type { Timeline, Run } from '../api/types.ts';

/** Logs may be stamped by other clocks than events. */
const MARGIN_MS = 60_000;

/** What `{names}` in a link template stand for, of one run. Null where the run has no such value. */
export function linkValues(timeline: Timeline, run: Run): ReadonlyMap<string, string | null> {
  const from = Date.parse(run.startedAt ?? '');
  const to = Date.parse(run.endedAt ?? timeline.asOf ?? '');
  return new Map([
    ['account', timeline.accountId],
    ['execution', timeline.executionId],
    ['step', run.step],
    ['attempt', String(run.attempt)],
    ['run', run.runId],
    ['service', run.service],
    ['host', run.host],
    ['traceId', run.traceId],
    ['from', isoTime(from - MARGIN_MS)],
    ['to', isoTime(to + MARGIN_MS)],
    ['fromMillis', millis(from - MARGIN_MS)],
    ['toMillis', millis(to + MARGIN_MS)],
  ]);
}

/**
 * The address that a template makes of the values, each percent-encoded, so that no value can lead
 * elsewhere. Null where the template asks for something that is not there: half a link misleads.
 */
export function fillTemplate(
  template: string,
  values: ReadonlyMap<string, string | null>,
): string | null {
  let whole = true;
  const filled = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values.get(name) ?? null;
    whole &&= value !== null;
    return encodeURIComponent((value ?? '').replace(/\p{Surrogate}/gu, '\ufffd'));
  });
  return whole ? filled : null;
}

function isoTime(time: number): string | null {
  return Number.isFinite(time) ? new Date(time).toISOString() : null;
}

function millis(time: number): string | null {
  return Number.isFinite(time) ? String(time) : null;
}
