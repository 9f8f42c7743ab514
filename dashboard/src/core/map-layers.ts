/** Which step waits for which; by places in the list of steps. */
export interface Link {
  readonly from: number;
  readonly to: number;
}

/** A place in a layer: a step, or a bend of a link that passes the layer. */
export interface Cell {
  /** The step's place; null for a bend. */
  readonly node: number | null;
  /** The link that bends here; null for a step. */
  readonly link: number | null;
}

export interface Layers {
  /** First the steps that wait for nothing. */
  readonly rows: readonly (readonly Cell[])[];
  /** The cells that each link passes, from its source to its target, down the layers. */
  readonly ways: readonly (readonly (readonly [number, number])[])[];
  /** Links against the direction of all others: they close a circle. */
  readonly reversed: ReadonlySet<number>;
}

const SWEEPS = 8;

/**
 * Steps in layers so that every link leads downwards: each step lies one below the lowest that it
 * waits for. Links of circles are turned round for it. Within a layer, steps are ordered by the
 * middle of their neighbours, to and fro, and the order with the fewest crossings is kept.
 */
export function layersOf(number: number, links: readonly Link[]): Layers {
  const reversed = circleLinks(number, links);
  const down = links.map(({ from, to }, link) =>
    reversed.has(link) ? { from: to, to: from } : { from, to },
  );
  const depth = depths(number, down);
  const rows: Cell[][] = Array.from({ length: Math.max(0, ...depth.map((d) => d + 1)) }, () => []);
  depth.forEach((d, node) => rows[d]?.push({ node, link: null }));
  down.forEach(({ from, to }, link) => {
    for (let d = (depth[from] ?? 0) + 1; d < (depth[to] ?? 0); d++) {
      rows[d]?.push({ node: null, link });
    }
  });
  const ordered = order(rows, down, depth);
  return { rows: ordered, ways: waysOf(ordered, down, depth), reversed };
}

/** Links that lead back to where a walk along the links came from; a link to itself is one. */
function circleLinks(number: number, links: readonly Link[]): Set<number> {
  const out: (readonly [number, number])[][] = Array.from({ length: number }, () => []);
  links.forEach(({ from, to }, link) => out[from]?.push([to, link]));
  const state = new Uint8Array(number); // 0 unseen, 1 on the way here, 2 done
  const back = new Set<number>();
  for (let root = 0; root < number; root++) {
    const stack: { node: number; next: number }[] =
      state[root] === 0 ? [{ node: root, next: 0 }] : [];
    while (stack.length > 0) {
      const top = stack.at(-1) as { node: number; next: number };
      state[top.node] = 1;
      const edge = out[top.node]?.[top.next++];
      if (edge === undefined) {
        state[top.node] = 2;
        stack.pop();
      } else if (state[edge[0]] === 1) {
        back.add(edge[1]);
      } else if (state[edge[0]] === 0) {
        stack.push({ node: edge[0], next: 0 });
      }
    }
  }
  return back;
}

/** The longest way down to each; `links` hold no circle but those from a step to itself. */
function depths(number: number, links: readonly Link[]): number[] {
  const depth = new Array<number>(number).fill(0);
  const waits = new Array<number>(number).fill(0);
  const out: number[][] = Array.from({ length: number }, () => []);
  for (const { from, to } of links) {
    if (from !== to) {
      out[from]?.push(to);
      waits[to] = (waits[to] ?? 0) + 1;
    }
  }
  const free = waits.flatMap((wait, node) => (wait === 0 ? [node] : []));
  for (let node = free.pop(); node !== undefined; node = free.pop()) {
    for (const next of out[node] ?? []) {
      depth[next] = Math.max(depth[next] ?? 0, (depth[node] ?? 0) + 1);
      waits[next] = (waits[next] ?? 0) - 1;
      if (waits[next] === 0) {
        free.push(next);
      }
    }
  }
  return depth;
}

/** By the middle of the neighbours in the layer above, then below, and so on. */
function order(
  rows: readonly Cell[][],
  links: readonly Link[],
  depth: readonly number[],
): Cell[][] {
  let current = rows.map((row) => [...row]);
  let best = current;
  let fewest = crossings(current, links, depth);
  for (let sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
    current = sweepOnce(current, links, depth, sweep % 2 === 0);
    const found = crossings(current, links, depth);
    if (found < fewest) {
      best = current;
      fewest = found;
    }
  }
  return best;
}

function sweepOnce(
  rows: readonly Cell[][],
  links: readonly Link[],
  depth: readonly number[],
  downwards: boolean,
): Cell[][] {
  const next = rows.map((row) => [...row]);
  for (let n = 1; n < next.length; n++) {
    const at = downwards ? n : next.length - 1 - n;
    const beside = downwards ? at - 1 : at + 1;
    const upper = Math.min(at, beside);
    const middles = new Map<string, number[]>();
    for (const [above, below] of segments(next, links, depth, upper)) {
      const [own, other] = downwards ? [below, above] : [above, below];
      const key = String(own);
      middles.set(key, [...(middles.get(key) ?? []), other]);
    }
    const weight = (place: number): number => {
      const found = middles.get(String(place)) ?? [];
      return found.length === 0 ? place : found.reduce((sum, x) => sum + x, 0) / found.length;
    };
    next[at] = (next[at] ?? [])
      .map((cell, place) => ({ cell, place, weight: weight(place) }))
      .sort((a, b) => a.weight - b.weight || a.place - b.place)
      .map(({ cell }) => cell);
  }
  return next;
}

/** The pieces of links between a layer and the next, as places in both. */
function segments(
  rows: readonly (readonly Cell[])[],
  links: readonly Link[],
  depth: readonly number[],
  upper: number,
): (readonly [number, number])[] {
  const above = placesOf(rows[upper] ?? []);
  const below = placesOf(rows[upper + 1] ?? []);
  const found: (readonly [number, number])[] = [];
  links.forEach(({ from, to }, link) => {
    const start = depth[from] ?? 0;
    const end = depth[to] ?? 0;
    if (start <= upper && end > upper) {
      const a = above.get(start === upper ? `n${from}` : `l${link}`);
      const b = below.get(end === upper + 1 ? `n${to}` : `l${link}`);
      if (a !== undefined && b !== undefined) {
        found.push([a, b]);
      }
    }
  });
  return found;
}

function placesOf(row: readonly Cell[]): ReadonlyMap<string, number> {
  return new Map(
    row.map(({ node, link }, place) => [node === null ? `l${link}` : `n${node}`, place]),
  );
}

function crossings(
  rows: readonly (readonly Cell[])[],
  links: readonly Link[],
  depth: readonly number[],
): number {
  let found = 0;
  for (let upper = 0; upper + 1 < rows.length; upper++) {
    const pieces = segments(rows, links, depth, upper);
    for (const [a, b] of pieces) {
      for (const [c, d] of pieces) {
        found += a < c && b > d ? 1 : 0;
      }
    }
  }
  return found;
}

function waysOf(
  rows: readonly (readonly Cell[])[],
  links: readonly Link[],
  depth: readonly number[],
): (readonly [number, number])[][] {
  const places = rows.map(placesOf);
  return links.map(({ from, to }, link) => {
    const start = depth[from] ?? 0;
    const end = depth[to] ?? 0;
    const way: (readonly [number, number])[] = [];
    for (let d = start; d <= end; d++) {
      const key = d === start ? `n${from}` : d === end ? `n${to}` : `l${link}`;
      way.push([d, places[d]?.get(key) ?? 0]);
    }
    return way;
  });
}
