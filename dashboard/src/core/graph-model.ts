import type { Run } from '../api/types.ts';
import { neighbourhood, type Edge } from './graph.ts';
import type { Journey } from './journey.ts';

/** Why one run leads to another. */
export type EdgeKind = 'dependency' | 'inferred' | 'retry' | 'holds';

/** The runs that are drawn as a graph, and what connects them, by their places in `runs`. */
export interface GraphModel {
  /** Indices of runs. */
  readonly runs: readonly number[];
  readonly edges: readonly Edge[];
  readonly kinds: readonly EdgeKind[];
  /** Whether only the surroundings of one run are there. */
  readonly isPart: boolean;
}

/** More nodes are a carpet. */
export const MOST_NODES = 200;
const MOST_NEAR = 60;

/** All runs, or where they are too many those around `centre`. */
export function graphModelOf(journey: Journey, centre: number): GraphModel {
  const all = journey.timeline.runs;
  const found = edgesOf(journey);
  const isPart = all.length > MOST_NODES;
  const runs = isPart
    ? neighbourhood(
        all.length,
        found.map(({ edge }) => edge),
        Math.max(0, centre),
        MOST_NEAR,
      )
    : all.map((_, index) => index);
  const placeOf = new Map(runs.map((run, place) => [run, place]));
  const edges: Edge[] = [];
  const kinds: EdgeKind[] = [];
  for (const { edge, kind } of found) {
    const from = placeOf.get(edge[0]);
    const to = placeOf.get(edge[1]);
    if (from !== undefined && to !== undefined && from < to) {
      edges.push([from, to]);
      kinds.push(kind);
    }
  }
  return { runs, edges, kinds, isPart };
}

function edgesOf(journey: Journey): readonly { edge: Edge; kind: EdgeKind }[] {
  const found: { edge: Edge; kind: EdgeKind }[] = [];
  const known = new Set<string>();
  const add = (from: number, to: number, kind: EdgeKind): void => {
    const key = `${from} ${to}`;
    if (!known.has(key)) {
      known.add(key);
      found.push({ edge: [from, to], kind });
    }
  };
  const latest = new Map<string, { index: number; run: Run }>();
  journey.timeline.runs.forEach((run, index) => {
    const before = latest.get(run.step);
    const isRetry = before !== undefined && run.attempt > before.run.attempt;
    // A later try follows from the one before; what that waited for need not be drawn again.
    const inherited = new Set(isRetry ? before.run.dependencies : []);
    run.dependencies
      .filter((source) => !inherited.has(source))
      .forEach((source) => add(source, index, 'dependency'));
    if (isRetry) {
      add(before.index, index, 'retry');
    }
    if (run.parent !== null) {
      add(run.parent, index, 'holds');
    }
    latest.set(run.step, { index, run });
  });
  for (const edge of journey.links.pathInto.values()) {
    if (edge.inferred) {
      add(edge.from, edge.to, 'inferred');
    }
  }
  return found;
}
