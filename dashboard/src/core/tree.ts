import type { Run } from '../api/types.ts';
import type { Journey } from './journey.ts';

/** A run's place in the tree of what waited for what. */
export interface TreePlace {
  readonly run: number;
  readonly depth: number;
}

/**
 * The runs as a tree: each under the run that it waited for last, or that encloses it; those that
 * waited for none are the roots. Children keep the order of runs, so the tree reads downwards in
 * time. Every run comes exactly once.
 */
export function treeOf(journey: Journey): readonly TreePlace[] {
  const runs = journey.timeline.runs;
  const children: number[][] = runs.map(() => []);
  const roots: number[] = [];
  runs.forEach((run, index) => {
    const above = aboveOf(runs, run, index);
    (above === null ? roots : (children[above] as number[])).push(index);
  });
  const places: TreePlace[] = [];
  const open = roots.map((run) => ({ run, depth: 0 })).reverse();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    places.push(next);
    const below = children[next.run] as number[];
    for (let place = below.length - 1; place >= 0; place--) {
      open.push({ run: below[place] as number, depth: next.depth + 1 });
    }
  }
  return places;
}

/** Only runs earlier in the order, so that no circle can arise whatever the answer says. */
function aboveOf(runs: readonly Run[], run: Run, index: number): number | null {
  let best: number | null = null;
  for (const source of run.dependencies) {
    if (source < index && (best === null || endOf(runs[source]) > endOf(runs[best]))) {
      best = source;
    }
  }
  return best ?? (run.parent !== null && run.parent < index ? run.parent : null);
}

function endOf(run: Run | undefined): number {
  return run === undefined ? -1 : run.startOffsetNanos + (run.durationNanos ?? Infinity);
}
