/** Where each node lies, in columns from left to right, and how the edges run between them. */
export interface GraphLayout {
  readonly places: readonly Point[];
  /** Through these points, from the right side of one node to the left side of the other. */
  readonly routes: readonly Route[];
  readonly layers: readonly (readonly number[])[];
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Route {
  readonly from: number;
  readonly to: number;
  readonly points: readonly Point[];
}

export interface GraphSize {
  readonly nodeWidth: number;
  readonly nodeHeight: number;
  readonly gapX: number;
  readonly gapY: number;
}

export type Edge = readonly [from: number, to: number];

const SWEEPS = 8;
/** Height of the lane that an edge takes through a column it only passes. */
const LANE = 14;
/** With more of them an edge is drawn straight: it would cost more than it shows. */
const MOST_BENDS = 1_500;

/**
 * Layered drawing of an acyclic graph whose edges lead from lower to higher numbers (others are
 * left out): the column is the longest way from a root, the order within columns comes from
 * barycentre sweeps, and edges that pass a column get a place of their own in it. Nodes never
 * overlap. Deterministic.
 */
export function layoutGraph(nodes: number, given: readonly Edge[], size: GraphSize): GraphLayout {
  const edges = given.filter(([from, to]) => from >= 0 && from < to && to < nodes);
  const layer = layersOf(nodes, edges);
  const chains = chainsOf(edges, layer);
  const columns = order(layer, chains);
  const y = stack(columns, nodes, chains.segments, size);
  const column = (node: number): number => layer[node] as number;
  const x = (node: number): number => column(node) * (size.nodeWidth + size.gapX);
  const point = (node: number): Point => ({ x: x(node), y: y[node] as number });
  const routes = chains.chains.map(({ from, to, bends }) => ({
    from,
    to,
    points: [
      { x: x(from) + size.nodeWidth, y: y[from] as number },
      ...bends.flatMap((bend) => [
        { x: x(bend), y: y[bend] as number },
        { x: x(bend) + size.nodeWidth, y: y[bend] as number },
      ]),
      { x: x(to), y: y[to] as number },
    ],
  }));
  const bottom = Math.max(0, ...y.map((at, node) => at + heightOf(node, nodes, size) / 2));
  return {
    places: Array.from({ length: nodes }, (_, node) => point(node)),
    routes,
    layers: columns.map((members) => members.filter((node) => node < nodes)),
    width: Math.max(0, columns.length * (size.nodeWidth + size.gapX) - size.gapX),
    height: bottom,
  };
}

function layersOf(nodes: number, edges: readonly Edge[]): number[] {
  const layer = new Array<number>(nodes).fill(0);
  for (const [from, to] of [...edges].sort(([a], [b]) => a - b)) {
    layer[to] = Math.max(layer[to] as number, (layer[from] as number) + 1);
  }
  return layer;
}

interface Chains {
  readonly chains: readonly { from: number; to: number; bends: readonly number[] }[];
  /** Neighbours in the column before and after, bends included. */
  readonly before: readonly number[][];
  readonly after: readonly number[][];
  readonly segments: readonly Edge[];
}

/** Bends are numbered after the nodes; `layer` grows by theirs. */
function chainsOf(edges: readonly Edge[], layer: number[]): Chains {
  const segments: Edge[] = [];
  let bendsLeft = MOST_BENDS;
  const chains = edges.map(([from, to]) => {
    const passed = (layer[to] as number) - (layer[from] as number) - 1;
    const bends: number[] = [];
    if (passed <= bendsLeft) {
      bendsLeft -= passed;
      for (let step = 1; step <= passed; step++) {
        bends.push(layer.length);
        layer.push((layer[from] as number) + step);
      }
      const line = [from, ...bends, to];
      line.slice(1).forEach((next, place) => segments.push([line[place] as number, next]));
    }
    return { from, to, bends };
  });
  const before: number[][] = layer.map(() => []);
  const after: number[][] = layer.map(() => []);
  for (const [from, to] of segments) {
    (before[to] as number[]).push(from);
    (after[from] as number[]).push(to);
  }
  return { chains, before, after, segments };
}

/** Columns, each in the order that the barycentre sweeps found to cross least. */
function order(layer: readonly number[], chains: Chains): number[][] {
  const columns: number[][] = Array.from(
    { length: layer.reduce((most, each) => Math.max(most, each + 1), 0) },
    () => [],
  );
  layer.forEach((column, node) => (columns[column] as number[]).push(node));
  const rank = new Array<number>(layer.length).fill(0);
  const number = (column: readonly number[]): void =>
    column.forEach((node, place) => (rank[node] = place));
  columns.forEach(number);
  let best = columns.map((column) => [...column]);
  let least = crossings(columns, chains.after, rank);
  for (let sweep = 0; sweep < SWEEPS && least > 0; sweep++) {
    const down = sweep % 2 === 0;
    const way = down ? columns : [...columns].reverse();
    way.slice(1).forEach((column) => {
      const neighbours = down ? chains.before : chains.after;
      const weight = new Map(
        column.map((node) => [node, mean(neighbours[node] ?? [], rank, rank[node] as number)]),
      );
      column.sort((a, b) => (weight.get(a) ?? 0) - (weight.get(b) ?? 0));
      number(column);
    });
    const now = crossings(columns, chains.after, rank);
    if (now < least) {
      least = now;
      best = columns.map((column) => [...column]);
    }
  }
  return best;
}

function mean(members: readonly number[], rank: readonly number[], without: number): number {
  return members.length === 0
    ? without
    : members.reduce((sum, node) => sum + (rank[node] as number), 0) / members.length;
}

/** How often two edges between neighbouring columns cross. */
export function crossings(
  columns: readonly (readonly number[])[],
  after: readonly (readonly number[])[],
  rank: readonly number[],
): number {
  let sum = 0;
  for (const column of columns) {
    const ends: number[] = [];
    for (const node of column) {
      const targets = (after[node] ?? []).map((to) => rank[to] as number).sort((a, b) => a - b);
      for (const target of targets) {
        sum += ends.filter((end) => end > target).length;
      }
      ends.push(...targets);
    }
  }
  return sum;
}

function heightOf(node: number, nodes: number, size: GraphSize): number {
  return node < nodes ? size.nodeHeight : LANE;
}

/** The middle of each node: as near to its neighbours' as the order and the room allow. */
function stack(
  columns: readonly (readonly number[])[],
  nodes: number,
  segments: readonly Edge[],
  size: GraphSize,
): number[] {
  const y: number[] = [];
  const need = (a: number, b: number): number =>
    (heightOf(a, nodes, size) + heightOf(b, nodes, size)) / 2 + size.gapY;
  for (const column of columns) {
    let at = 0;
    column.forEach((node, place) => {
      const above = column[place - 1];
      at = above === undefined ? 0 : at + need(above, node);
      y[node] = at;
    });
  }
  const middles = columns.map((column) => (y[column.at(-1) ?? 0] ?? 0) / 2);
  const tallest = Math.max(0, ...middles);
  columns.forEach((column, place) =>
    column.forEach(
      (node) => (y[node] = (y[node] as number) + tallest - (middles[place] as number)),
    ),
  );
  const near: number[][] = y.map(() => []);
  for (const [from, to] of segments) {
    (near[from] as number[]).push(to);
    (near[to] as number[]).push(from);
  }
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const column of sweep % 2 === 0 ? columns : [...columns].reverse()) {
      settle(column, near, y, need);
    }
  }
  const top = y.reduce(
    (least, at, node) => Math.min(least, at - heightOf(node, nodes, size) / 2),
    Infinity,
  );
  return y.map((at) => at - top);
}

/** Moves a column's nodes towards the mean of their neighbours, keeping order and distance. */
function settle(
  column: readonly number[],
  near: readonly number[][],
  y: number[],
  need: (a: number, b: number) => number,
): void {
  const wanted = column.map((node) => mean(near[node] ?? [], y, y[node] as number));
  const blocks: Block[] = [];
  column.forEach((_, place) => {
    let block: Block = { first: place, sum: wanted[place] as number, offsets: [0] };
    for (let last = blocks.at(-1); last !== undefined; last = blocks.at(-1)) {
      const end = column[block.first - 1] as number;
      const reach = (last.offsets.at(-1) as number) + need(end, column[block.first] as number);
      if (startOf(last) + reach <= startOf(block)) {
        break;
      }
      block = {
        first: last.first,
        sum: last.sum + block.sum - reach * block.offsets.length,
        offsets: [...last.offsets, ...block.offsets.map((offset) => offset + reach)],
      };
      blocks.pop();
    }
    blocks.push(block);
  });
  for (const block of blocks) {
    block.offsets.forEach((offset, place) => {
      y[column[block.first + place] as number] = startOf(block) + offset;
    });
  }
}

/** Nodes that lie as close as they may; the block stands at the mean of what its members want. */
interface Block {
  readonly first: number;
  readonly sum: number;
  readonly offsets: readonly number[];
}

function startOf(block: Block): number {
  return block.sum / block.offsets.length;
}

/** At most `most` nodes around `centre`, nearest first, along edges in both directions. */
export function neighbourhood(
  nodes: number,
  edges: readonly Edge[],
  centre: number,
  most: number,
): readonly number[] {
  const near: number[][] = Array.from({ length: nodes }, () => []);
  for (const [from, to] of edges) {
    near[from]?.push(to);
    near[to]?.push(from);
  }
  const found = new Set([centre]);
  for (const node of found) {
    for (const next of near[node] ?? []) {
      if (found.size >= most) {
        break;
      }
      found.add(next);
    }
  }
  return [...found].sort((a, b) => a - b);
}
