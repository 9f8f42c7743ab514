import type { ExpectedStep, Run, Status } from '../api/types.ts';
import { runKey, type Journey } from './journey.ts';

/** How runs are put into rows: each its own, all of a lane together, all of a step together. */
export type Grouping = 'runs' | 'lanes' | 'steps';

/** One row of the timeline. The runs of a row never overlap in time. */
export type Row =
  | {
      readonly kind: 'run';
      readonly key: string;
      readonly runs: readonly [number];
      readonly depth: number;
    }
  | {
      readonly kind: 'lane';
      readonly key: string;
      readonly runs: readonly number[];
      readonly lane: number;
    }
  | {
      readonly kind: 'step';
      readonly key: string;
      readonly runs: readonly number[];
      readonly step: string;
      /** 0, or more for those runs of the step that overlap others of it. */
      readonly sibling: number;
    }
  | {
      readonly kind: 'expected';
      readonly key: string;
      readonly runs: readonly [];
      readonly expected: ExpectedStep;
    };

/** What is left out. An empty filter leaves out nothing. */
export interface RowFilter {
  /** Part of a step's name, error code, service, host or `attribute=value`; in any case. */
  readonly text: string;
  readonly statuses: ReadonlySet<Status>;
  readonly criticalOnly: boolean;
  readonly expected: boolean;
}

export interface Rows {
  readonly rows: readonly Row[];
  /** Which row draws a run; absent where the filter leaves it out. */
  readonly rowOf: ReadonlyMap<number, number>;
  readonly shownRuns: number;
}

export function rowsOf(journey: Journey, grouping: Grouping, filter: RowFilter): Rows {
  const runs = journey.timeline.runs;
  const matches = matcher(filter);
  const shown: number[] = [];
  runs.forEach((run, index) => {
    if (matches(run)) {
      shown.push(index);
    }
  });
  const rows: Row[] = grouped(journey, grouping, shown);
  if (filter.expected && isUnfiltered(filter)) {
    for (const [place, expected] of journey.timeline.expected.entries()) {
      rows.push({ kind: 'expected', key: `expected ${place}`, runs: [], expected });
    }
  }
  const rowOf = new Map<number, number>();
  rows.forEach((row, place) => row.runs.forEach((run) => rowOf.set(run, place)));
  return { rows, rowOf, shownRuns: shown.length };
}

export function isUnfiltered(filter: RowFilter): boolean {
  return filter.text.trim() === '' && filter.statuses.size === 0 && !filter.criticalOnly;
}

function grouped(journey: Journey, grouping: Grouping, shown: readonly number[]): Row[] {
  const runs = journey.timeline.runs;
  if (grouping === 'lanes') {
    return byLane(runs, shown);
  }
  if (grouping === 'steps') {
    return byStep(runs, shown);
  }
  return shown.map((index) => ({
    kind: 'run',
    key: runKey(runs[index] as Run),
    runs: [index],
    depth: journey.links.depth[index] ?? 0,
  }));
}

function byLane(runs: readonly Run[], shown: readonly number[]): Row[] {
  const lanes = new Map<number, number[]>();
  for (const index of shown) {
    const lane = runs[index]?.lane ?? 0;
    const members = lanes.get(lane);
    if (members === undefined) {
      lanes.set(lane, [index]);
    } else {
      members.push(index);
    }
  }
  return [...lanes]
    .sort(([a], [b]) => a - b)
    .flatMap(([lane, members]) =>
      apart(runs, members).map((row, sibling) => ({
        kind: 'lane' as const,
        key: `lane ${lane} ${sibling}`,
        runs: row,
        lane,
      })),
    );
}

/** Steps in the order of their first run. */
function byStep(runs: readonly Run[], shown: readonly number[]): Row[] {
  const steps = new Map<string, number[]>();
  for (const index of shown) {
    const step = runs[index]?.step ?? '';
    const members = steps.get(step);
    if (members === undefined) {
      steps.set(step, [index]);
    } else {
      members.push(index);
    }
  }
  return [...steps].flatMap(([step, members]) =>
    apart(runs, members).map((row, sibling) => ({
      kind: 'step' as const,
      key: `step ${sibling} ${step}`,
      runs: row,
      step,
      sibling,
    })),
  );
}

/** Spreads runs (in order) over as few rows as keep them from overlapping. */
function apart(runs: readonly Run[], members: readonly number[]): number[][] {
  const rows: { readonly members: number[]; end: number }[] = [];
  for (const index of members) {
    const run = runs[index] as Run;
    const start = run.startOffsetNanos;
    const end = run.durationNanos === null ? Infinity : start + Math.max(1, run.durationNanos);
    const row = rows.find((candidate) => candidate.end <= start);
    if (row === undefined) {
      rows.push({ members: [index], end });
    } else {
      row.members.push(index);
      row.end = end;
    }
  }
  return rows.map((row) => row.members);
}

function matcher(filter: RowFilter): (run: Run) => boolean {
  const words = filter.text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return (run) =>
    (filter.statuses.size === 0 || filter.statuses.has(run.status)) &&
    (!filter.criticalOnly || run.critical) &&
    words.every((word) =>
      word.length > 1 && word.startsWith('-') ? !says(run, word.slice(1)) : says(run, word),
    );
}

function says(run: Run, word: string): boolean {
  const has = (text: string | null | undefined): boolean =>
    text !== null && text !== undefined && text.toLowerCase().includes(word);
  return (
    has(run.step) ||
    has(run.error?.code) ||
    has(run.service) ||
    has(run.host) ||
    run.flags.some(has) ||
    Object.entries(run.attributes).some(([name, value]) => has(`${name}=${value}`))
  );
}
