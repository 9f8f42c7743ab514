import type { StepDifference } from '../api/comparison.ts';
import type { ExpectedStep, Run } from '../api/types.ts';
import { isUnfiltered, matcher, type RunFilter } from './filter.ts';
import { runKey, type Journey } from './journey.ts';
import { treeOf } from './tree.ts';

/**
 * How runs are put into rows: each its own, all of a lane together, all of a step together, or each
 * its own under what it waited for.
 */
export type Grouping = 'runs' | 'lanes' | 'steps' | 'tree';

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
    }
  | {
      readonly kind: 'missing';
      readonly key: string;
      readonly runs: readonly [];
      /** A step that only the execution compared with has. */
      readonly difference: StepDifference;
    };

/** What is left out. An empty filter leaves out nothing. */
export interface RowFilter extends RunFilter {
  readonly expected: boolean;
  /** What does not fit stays, but is drawn faintly. */
  readonly dim?: boolean;
}

export interface Rows {
  readonly rows: readonly Row[];
  /** Which row draws a run; absent where the filter leaves it out. */
  readonly rowOf: ReadonlyMap<number, number>;
  /** How many runs the filter lets through. */
  readonly shownRuns: number;
  /** Runs that do not fit the filter and are there all the same. */
  readonly faint: ReadonlySet<number>;
}

const NONE: ReadonlySet<number> = new Set();

/** `missing`: steps that only an execution compared with has. */
export function rowsOf(
  journey: Journey,
  grouping: Grouping,
  filter: RowFilter,
  missing: readonly StepDifference[] = [],
): Rows {
  const runs = journey.timeline.runs;
  const matches = matcher(filter, journey.asOfOffset);
  const places = runs.map((_, index) => index);
  const fitting = places.filter((index) => matches(runs[index] as Run));
  const keepsAll = filter.dim === true || fitting.length === runs.length;
  const shown = keepsAll ? places : fitting;
  const rows: Row[] = grouped(journey, grouping, shown);
  if (filter.expected && isUnfiltered(filter)) {
    for (const [place, expected] of journey.timeline.expected.entries()) {
      rows.push({ kind: 'expected', key: `expected ${place}`, runs: [], expected });
    }
  }
  if (isUnfiltered(filter)) {
    for (const difference of missing) {
      rows.push({ kind: 'missing', key: `missing ${difference.step}`, runs: [], difference });
    }
  }
  const rowOf = new Map<number, number>();
  rows.forEach((row, place) => row.runs.forEach((run) => rowOf.set(run, place)));
  return {
    rows,
    rowOf,
    shownRuns: fitting.length,
    faint: shown.length === fitting.length ? NONE : without(shown, fitting),
  };
}

function without(all: readonly number[], some: readonly number[]): ReadonlySet<number> {
  const rest = new Set(all);
  some.forEach((index) => rest.delete(index));
  return rest;
}

function grouped(journey: Journey, grouping: Grouping, shown: readonly number[]): Row[] {
  const runs = journey.timeline.runs;
  if (grouping === 'lanes') {
    return byLane(runs, shown);
  }
  if (grouping === 'steps') {
    return byStep(runs, shown);
  }
  if (grouping === 'tree') {
    const wanted = new Set(shown);
    return treeOf(journey)
      .filter(({ run }) => wanted.has(run))
      .map(({ run, depth }) => runRow(runs, run, depth));
  }
  return shown.map((index) => runRow(runs, index, journey.links.depth[index] ?? 0));
}

function runRow(runs: readonly Run[], index: number, depth: number): Row {
  return { kind: 'run', key: runKey(runs[index] as Run), runs: [index], depth };
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
