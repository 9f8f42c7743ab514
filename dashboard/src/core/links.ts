import type { Timeline } from '../api/types.ts';

/** One stretch of the critical path: `from` ended, `wait` passed, `to` began. */
export interface PathEdge {
  readonly from: number;
  readonly to: number;
  readonly waitNanos: number;
  /** By timing, where no dependency names the predecessor. */
  readonly inferred: boolean;
}

/** Which run belongs to which, by their places in the timeline's list, looked up once. */
export interface Links {
  readonly dependents: readonly (readonly number[])[];
  /** How deep a run lies in containers. */
  readonly depth: readonly number[];
  /** The critical path's edges by the run they lead to. */
  readonly pathInto: ReadonlyMap<number, PathEdge>;
  /** The critical path's runs, first to last. */
  readonly path: readonly number[];
}

/** Deepest indentation drawn; real nesting may be deeper. */
const MAX_DEPTH = 6;

export function linksOf(timeline: Timeline): Links {
  const { runs, criticalPath } = timeline;
  const dependents: number[][] = runs.map(() => []);
  runs.forEach((run, index) => {
    for (const source of run.dependencies) {
      dependents[source]?.push(index);
    }
  });
  const pathInto = new Map<number, PathEdge>();
  criticalPath.forEach(({ run, waitNanos, inferred }, place) => {
    const from = criticalPath[place - 1]?.run;
    if (from !== undefined) {
      pathInto.set(run, { from, to: run, waitNanos, inferred });
    }
  });
  return {
    dependents,
    depth: runs.map((_, index) => depthOf(timeline, index)),
    pathInto,
    path: criticalPath.map((step) => step.run),
  };
}

function depthOf(timeline: Timeline, index: number): number {
  const above = (place: number): number => timeline.runs[place]?.parent ?? -1;
  let depth = 0;
  for (let up = above(index); up >= 0 && depth < MAX_DEPTH; up = above(up)) {
    depth++;
  }
  return depth;
}
