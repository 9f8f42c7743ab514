import { layersOf, type Cell, type Layers, type Link } from './map-layers.ts';

export interface MapNode {
  readonly step: string;
  readonly ended: number;
  readonly perMinute: number;
  readonly failureRatio: number | null;
  readonly p95Nanos: number | null;
}

export interface MapEdge {
  readonly from: string;
  readonly to: string;
  readonly count: number;
}

/** A rectangle by its upper left corner, in pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedNode extends Box {
  readonly node: MapNode;
}

export interface PlacedEdge {
  readonly edge: MapEdge;
  /** An SVG path from the source to the target. */
  readonly path: string;
  /** Stroke width, by how often the edge was taken beside the busiest one. */
  readonly weight: number;
  /** Where its count is written, and how wide. */
  readonly label: Box;
  readonly labelText: string;
}

export interface MapLayout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
  /** Steps and edges that are not drawn, as too many would be unreadable. */
  readonly leftOut: { readonly nodes: number; readonly edges: number };
}

const NODE = { width: 182, height: 56 };
const GAP_X = 18;
const GAP_Y = 58;
const BEND = 12;
const MARGIN = 12;
const MOST_NODES = 60;
const MOST_EDGES = 120;
const LABEL_HEIGHT = 16;
/** Room beside the steps for the arcs of edges from a step to itself. */
const LOOP = 22;

interface Spot {
  readonly x: number;
  readonly y: number;
}

/** Places the busiest steps in layers; what a step waits for stands above it. */
export function mapLayout(
  allNodes: readonly MapNode[],
  allEdges: readonly MapEdge[],
  countText: (count: number) => string = String,
): MapLayout {
  const nodes = allNodes
    .toSorted((a, b) => b.ended - a.ended)
    .slice(0, MOST_NODES)
    .toSorted((a, b) => (a.step < b.step ? -1 : 1));
  const place = new Map(nodes.map(({ step }, index) => [step, index]));
  const edges = allEdges
    .filter(({ from, to }) => place.has(from) && place.has(to))
    .toSorted((a, b) => b.count - a.count)
    .slice(0, MOST_EDGES);
  const links: Link[] = edges.map(({ from, to }) => ({
    from: place.get(from) ?? 0,
    to: place.get(to) ?? 0,
  }));
  const layers = layersOf(nodes.length, links);
  const spots = spotsOf(layers);
  const boxes = boxesOf(layers, spots, nodes);
  return {
    width: boxes.reduce((most, box) => Math.max(most, box.x + box.width), 0) + LOOP + MARGIN,
    height: boxes.reduce((most, box) => Math.max(most, box.y + box.height), 0) + MARGIN,
    nodes: boxes,
    edges: edgesOf(edges, layers, spots, boxes, countText),
    leftOut: { nodes: allNodes.length - nodes.length, edges: allEdges.length - edges.length },
  };
}

/** The middle of each cell; every row is centred, and no two cells of it come too close. */
function spotsOf({ rows }: Layers): Spot[][] {
  const widths = rows.map(
    (row) => row.reduce((sum, cell) => sum + widthOf(cell) + GAP_X, 0) - GAP_X,
  );
  const widest = Math.max(0, ...widths);
  return rows.map((row, depth) => {
    let x = MARGIN + LOOP + (widest - (widths[depth] ?? 0)) / 2;
    return row.map((cell) => {
      const spot = {
        x: x + widthOf(cell) / 2,
        y: MARGIN + depth * (NODE.height + GAP_Y) + NODE.height / 2,
      };
      x += widthOf(cell) + GAP_X;
      return spot;
    });
  });
}

function widthOf(cell: Cell): number {
  return cell.node === null ? BEND : NODE.width;
}

function boxesOf(
  { rows }: Layers,
  spots: readonly (readonly Spot[])[],
  nodes: readonly MapNode[],
): PlacedNode[] {
  return rows.flatMap((row, depth) =>
    row.flatMap((cell, place): PlacedNode[] => {
      const spot = spots[depth]?.[place];
      const node = cell.node === null ? undefined : nodes[cell.node];
      return spot === undefined || node === undefined
        ? []
        : [{ node, x: spot.x - NODE.width / 2, y: spot.y - NODE.height / 2, ...NODE }];
    }),
  );
}

function edgesOf(
  edges: readonly MapEdge[],
  layers: Layers,
  spots: readonly (readonly Spot[])[],
  boxes: readonly Box[],
  countText: (count: number) => string,
): PlacedEdge[] {
  const busiest = Math.max(1, ...edges.map(({ count }) => count));
  const labels: Box[] = [];
  return edges.map((edge, index) => {
    const way = (layers.ways[index] ?? []).map(([depth, place]): Spot => {
      const spot = spots[depth]?.[place];
      return spot ?? { x: 0, y: 0 };
    });
    const loops = edge.from === edge.to;
    const points = loops ? loopPoints(way[0] as Spot) : throughPoints(way);
    const drawn = layers.reversed.has(index) && !loops ? points.toReversed() : points;
    const labelText = countText(edge.count);
    const label = labelBox(points, labelText, boxes, labels);
    labels.push(label);
    return {
      edge,
      path: loops ? loopPath(points) : smooth(drawn),
      weight: 1 + 3 * Math.sqrt(edge.count / busiest),
      label,
      labelText,
    };
  });
}

/** From the lower side of the source to the upper side of the target, by way of its bends. */
function throughPoints(way: readonly Spot[]): Spot[] {
  return way.flatMap((spot, place): Spot[] => {
    const above = { x: spot.x, y: spot.y - NODE.height / 2 };
    const below = { x: spot.x, y: spot.y + NODE.height / 2 };
    return place === 0 ? [below] : place === way.length - 1 ? [above] : [above, below];
  });
}

function loopPoints({ x, y }: Spot): Spot[] {
  const right = x + NODE.width / 2;
  return [
    { x: right, y: y - 12 },
    { x: right, y: y + 12 },
  ];
}

function loopPath(points: readonly Spot[]): string {
  const [a, b] = points as [Spot, Spot];
  const out = a.x + LOOP;
  return `M${px(a.x)} ${px(a.y)}C${px(out)} ${px(a.y - 8)} ${px(out)} ${px(b.y + 8)} ${px(b.x)} ${px(b.y)}`;
}

/** Curves between layers, straight past them. */
function smooth(points: readonly Spot[]): string {
  return points
    .map((to, place) => {
      const from = points[place - 1];
      if (from === undefined) {
        return `M${px(to.x)} ${px(to.y)}`;
      }
      const middle = (from.y + to.y) / 2;
      return from.x === to.x
        ? `L${px(to.x)} ${px(to.y)}`
        : `C${px(from.x)} ${px(middle)} ${px(to.x)} ${px(middle)} ${px(to.x)} ${px(to.y)}`;
    })
    .join('');
}

const ALONG: readonly number[] = [0.5, 0.62, 0.38, 0.74, 0.26];

/** On the edge's last stretch between layers, where nothing else is written if that can be. */
function labelBox(
  points: readonly Spot[],
  text: string,
  boxes: readonly Box[],
  taken: readonly Box[],
): Box {
  const width = 10 + text.length * 6.6;
  const stretches = points.slice(1).map((to, place) => [points[place] as Spot, to] as const);
  const between = stretches.filter((_, place) => place % 2 === 0).toReversed();
  let first: Box | null = null;
  for (const [from, to] of between) {
    for (const t of ALONG) {
      const at = onCurve(from, to, t);
      const box = {
        x: at.x - width / 2,
        y: at.y - LABEL_HEIGHT / 2,
        width,
        height: LABEL_HEIGHT,
      };
      first ??= box;
      if (![...boxes, ...taken].some((other) => overlap(box, other))) {
        return box;
      }
    }
  }
  return first ?? { x: 0, y: 0, width, height: LABEL_HEIGHT };
}

/** A point of the curve that {@link smooth} draws between two spots. */
function onCurve(from: Spot, to: Spot, t: number): Spot {
  const s = 1 - t;
  const bend = s * s * s + 3 * s * s * t;
  return {
    x: from.x * bend + to.x * (1 - bend),
    y: from.y * s * s * s + 3 * ((from.y + to.y) / 2) * s * t + to.y * t * t * t,
  };
}

/** Whether two boxes share any ground. */
export function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}
