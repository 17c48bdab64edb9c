import type { ChainLink, ChainNode, EventChain } from '#shared/contract/memory.ts';
import type { LinkKind, RecordId, RecordKind } from '#shared/trading/record-id.ts';

export interface PlacedNode {
  readonly node: ChainNode;
  readonly x: number;
  readonly y: number;
}

export interface PlacedLink {
  readonly link: ChainLink;
  /** The `d` of an SVG path from the one box to the other. */
  readonly path: string;
}

export interface ChainLayout {
  readonly nodes: readonly PlacedNode[];
  readonly links: readonly PlacedLink[];
  readonly width: number;
  readonly height: number;
}

/** Boxes and the room between them, in pixels. */
export const boxWidth = 126;
export const boxHeight = 54;
const [gapX, gapY, margin] = [26, 12, 8];

/**
 * From the signal to what came of it, a stage a column. What stands outside of time ends the chain: the regime in a column of its own, the symbol
 * and the scenario below where it began.
 */
const stages: Readonly<Record<RecordKind, number>> = {
  symbol: 0,
  signal: 0,
  scenario: 1,
  decision: 1,
  riskCheck: 2,
  approval: 3,
  lesson: 3,
  order: 4,
  deal: 5,
  trade: 6,
  regime: 7,
};

const isBelow = (kind: RecordKind): boolean => kind === 'symbol' || kind === 'scenario' || kind === 'lesson';

/** Links that only say what a record is about. Drawn for one record at a time, or every picture would be full of them. */
const besides: ReadonlySet<LinkKind> = new Set(['ofSymbol', 'ofScenario']);

export const isBeside = ({ kind }: ChainLink): boolean => besides.has(kind);

/**
 * Places records by stages from left to right, without empty columns; in a column by where they come from, so that links cross seldom. The same
 * chain is always drawn alike.
 */
export function layOutChain({ nodes, links }: Pick<EventChain, 'nodes' | 'links'>): ChainLayout {
  const rows = new Map<RecordId, number>();
  const used = [...new Set(nodes.map(({ kind }) => stages[kind]))].sort((a, b) => a - b);
  const columnOf = ({ kind }: ChainNode): number => used.indexOf(stages[kind]);
  for (const stage of used) {
    const inColumn = nodes.filter(({ kind }) => stages[kind] === stage && !isBelow(kind));
    const wished = new Map(inColumn.map(({ id }) => [id, rowWished(id, { links, rows })]));
    inColumn
      .toSorted((a, b) => (wished.get(a.id) ?? 0) - (wished.get(b.id) ?? 0))
      .forEach(({ id }, row) => rows.set(id, row));
  }
  const depth = 1 + Math.max(-1, ...rows.values());
  for (const stage of used) {
    nodes
      .filter(({ kind }) => stages[kind] === stage && isBelow(kind))
      .forEach(({ id }, row) => rows.set(id, depth + row));
  }
  const placed = nodes.map((node) => ({
    node,
    x: margin + columnOf(node) * (boxWidth + gapX),
    y: margin + (rows.get(node.id) ?? 0) * (boxHeight + gapY),
  }));
  const byId = new Map(placed.map((one) => [one.node.id, one]));
  return {
    nodes: placed.toSorted((a, b) => a.x - b.x || a.y - b.y),
    links: links.flatMap((link) => {
      const [from, to] = [byId.get(link.from), byId.get(link.to)];
      return from === undefined || to === undefined ? [] : [{ link, path: pathBetween(from, to) }];
    }),
    width: 2 * margin + used.length * boxWidth + Math.max(0, used.length - 1) * gapX,
    height: Math.max(0, ...placed.map(({ y }) => y)) + boxHeight + margin,
  };
}

/** The mean row of the records that lead here, of those placed already; the last where none do. */
function rowWished(
  id: RecordId,
  { links, rows }: { readonly links: readonly ChainLink[]; readonly rows: ReadonlyMap<RecordId, number> },
): number {
  const from = links.flatMap((link) => (link.to === id ? (rows.get(link.from) ?? []) : []));
  return from.length === 0 ? rows.size : from.reduce((sum, row) => sum + row, 0) / from.length;
}

/** Rightwards from side to side; else from below to above, or around. */
function pathBetween(from: PlacedNode, to: PlacedNode): string {
  if (to.x > from.x) {
    const [x1, y1, x2, y2] = [from.x + boxWidth, from.y + boxHeight / 2, to.x, to.y + boxHeight / 2];
    const bend = Math.max(gapX / 2, (x2 - x1) / 2);
    return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
  }
  const isDown = to.y > from.y;
  const [x1, y1] = [from.x + boxWidth / 2, isDown ? from.y + boxHeight : from.y];
  const [x2, y2] = [to.x + boxWidth / 2, isDown ? to.y : to.y + boxHeight];
  const middle = (y1 + y2) / 2;
  return `M${x1} ${y1}C${x1} ${middle} ${x2} ${middle} ${x2} ${y2}`;
}
