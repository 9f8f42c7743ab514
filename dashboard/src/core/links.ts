import type { Run, Timeline } from '../api/types.ts';

/** One stretch of the critical path: `from` ended, `wait` passed, `to` began. */
export interface PathEdge {
  readonly from: number;
  readonly to: number;
  readonly waitNanos: number;
  /** By timing, where no dependency names the predecessor. */
  readonly inferred: boolean;
}

/** Which run belongs to which, by index into the timeline's runs. */
export interface Links {
  readonly dependencies: readonly (readonly number[])[];
  readonly dependents: readonly (readonly number[])[];
  readonly parent: readonly number[];
  readonly depth: readonly number[];
  /** The critical path's edges by the run they lead to. */
  readonly pathInto: ReadonlyMap<number, PathEdge>;
  /** The critical path's runs, first to last. */
  readonly path: readonly number[];
}

/** Deepest indentation drawn; real nesting may be deeper. */
const MAX_DEPTH = 6;

export function linksOf(timeline: Timeline): Links {
  const runs = timeline.runs;
  const dependencies = resolve(runs);
  const dependents: number[][] = runs.map(() => []);
  dependencies.forEach((sources, index) => {
    for (const source of sources) {
      dependents[source]?.push(index);
    }
  });
  const parent = parents(runs);
  const path = pathOf(timeline);
  const pathInto = new Map<number, PathEdge>();
  path.forEach((step, place) => {
    const from = path[place - 1];
    if (from !== undefined) {
      pathInto.set(step.to, { ...step, from: from.to });
    }
  });
  return {
    dependencies,
    dependents,
    parent,
    depth: depths(parent),
    pathInto,
    path: path.map((step) => step.to),
  };
}

interface Ended {
  readonly end: number;
  readonly index: number;
}

/**
 * The API names the steps a run waited for; which run of that step it was follows from the order:
 * of those before it, the one that ended latest by its start, else the latest.
 */
function resolve(runs: readonly Run[]): number[][] {
  const endedByStep = new Map<string, Ended[]>();
  const latestByStep = new Map<string, number>();
  return runs.map((run, index) => {
    const unresolved = new Set(run.unresolvedDependencies);
    const sources: number[] = [];
    for (const step of new Set(run.dependsOn)) {
      const ended = endedByStep.get(step);
      const place = ended === undefined ? 0 : placeAfter(ended, run.startOffsetNanos);
      const source = ended?.[place - 1]?.index ?? latestByStep.get(step);
      if (source !== undefined && !unresolved.has(step)) {
        sources.push(source);
      }
    }
    latestByStep.set(run.step, index);
    if (run.durationNanos !== null) {
      const end = run.startOffsetNanos + run.durationNanos;
      const ended = endedByStep.get(run.step) ?? [];
      endedByStep.set(run.step, ended);
      ended.splice(placeAfter(ended, end), 0, { end, index });
    }
    return sources;
  });
}

/** How many of the sorted list ended at or before that moment. */
function placeAfter(ended: readonly Ended[], moment: number): number {
  let low = 0;
  let high = ended.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ended[middle]?.end ?? 0) <= moment) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

function parents(runs: readonly Run[]): number[] {
  const first = new Map<string, number>();
  runs.forEach((run, index) => {
    if (!first.has(run.runId)) {
      first.set(run.runId, index);
    }
  });
  return runs.map((run, index) => {
    const ignored = run.parentRunId === null || run.flags.includes('PARENT_INVALID');
    const parent = ignored ? undefined : first.get(run.parentRunId ?? '');
    return parent === undefined || parent === index ? -1 : parent;
  });
}

function depths(parent: readonly number[]): number[] {
  return parent.map((_, index) => {
    let depth = 0;
    for (let up = parent[index] ?? -1; up >= 0 && depth < MAX_DEPTH; up = parent[up] ?? -1) {
      depth++;
    }
    return depth;
  });
}

/** The path's steps with the run each names: of those with that id the critical one. */
function pathOf(timeline: Timeline): Omit<PathEdge, 'from'>[] {
  const byId = new Map<string, number[]>();
  timeline.runs.forEach((run, index) => {
    if (run.critical) {
      byId.set(run.runId, [...(byId.get(run.runId) ?? []), index]);
    }
  });
  const taken = new Set<number>();
  const path: Omit<PathEdge, 'from'>[] = [];
  for (const { runId, step, waitNanos, inferred } of timeline.criticalPath) {
    const to = (byId.get(runId) ?? []).find(
      (index) => !taken.has(index) && (step === null || timeline.runs[index]?.step === step),
    );
    if (to !== undefined) {
      taken.add(to);
      path.push({ to, waitNanos, inferred });
    }
  }
  return path;
}
