import { assertDefined } from '#shared/base/assert.ts';
import { kindOf, type RecordId, type RecordKind } from '#shared/trading/record-id.ts';
import type { GraphLink, GraphNode, GraphPart } from '#main/ports/graph-store.ts';
import { compareIds } from './compare-ids.ts';

/** A walk asks for all links that touch some records, and is told them in any order: whoever holds the graph answers, at once or later. */
export type Walk<Found> = Generator<readonly RecordId[], Found, readonly GraphLink[]>;

export interface Walked {
  /** In the order of the walk. */
  readonly ids: readonly RecordId[];
  readonly links: readonly GraphLink[];
  readonly isCut: boolean;
}

/**
 * All that a record hangs together with: the nearest first, those equally far by their ids, as many as are wanted. What stands beside the chain is
 * reached and not walked through. The links are all those between the records that were reached.
 */
export function* walkChain({ id, nodesMax }: { readonly id: RecordId; readonly nodesMax: number }): Walk<Walked> {
  const reached = new Set([id]);
  const links = new Links();
  let layer: readonly RecordId[] = [id];
  let isCut = false;
  while (layer.some(leadsOn)) {
    const told = yield layer.filter(leadsOn);
    links.add(told);
    const beyond = newEnds(told, reached).sort(compareIds);
    layer = beyond.slice(0, nodesMax - reached.size);
    isCut ||= layer.length < beyond.length;
    for (const next of layer) reached.add(next);
  }
  return { ids: [...reached], links: links.between(reached), isCut };
}

/**
 * A shortest way between two records, of several the one whose ids come first, read from `from`; null where none is within reach. What stands
 * beside the chain may be one of its ends and is never walked through: that two trades are of one symbol is no way between them.
 */
export function* walkPath(wish: {
  readonly from: RecordId;
  readonly to: RecordId;
  readonly linksMax: number;
}): Walk<Walked | null> {
  const { from, to, linksMax } = wish;
  if (from === to) return { ids: [from], links: [], isCut: false };
  const [start, end] = leadsOn(from) ? [from, to] : [to, from];
  const distances = new Map([[start, 0]]);
  const links = new Links();
  let layer = [start].filter(leadsOn);
  for (let distance = 1; distance <= linksMax && layer.length > 0 && !distances.has(end); distance++) {
    const told = yield layer;
    links.add(told);
    const next = newEnds(told, distances);
    for (const id of next) distances.set(id, distance);
    layer = next.filter(leadsOn);
  }
  return distances.has(end) ? firstWay({ from, to, start, end }, { distances, links }) : null;
}

/** Symbols, scenarios and regimes stand beside the chain: everything would hang together by them. */
const beside: ReadonlySet<RecordKind> = new Set<RecordKind>(['symbol', 'scenario', 'regime']);

const leadsOn = (id: RecordId): boolean => !beside.has(kindOf(id));

/** What a walk found, with its nodes: by time and then by id, those outside of time at the end. */
export function chainPart({ links, isCut }: Walked, nodes: readonly GraphNode[]): GraphPart {
  return { nodes: nodes.toSorted(compareNodes), links, isCut };
}

/** What a walk found, with its nodes in the order of the walk. */
export function pathPart({ ids, links, isCut }: Walked, nodes: readonly GraphNode[]): GraphPart {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return { nodes: ids.map((id) => assertDefined(byId.get(id), `a link led to ${id}`)), links, isCut };
}

function compareNodes(a: GraphNode, b: GraphNode): number {
  if (a.knownAtUtcMs !== b.knownAtUtcMs) return (a.knownAtUtcMs ?? Infinity) - (b.knownAtUtcMs ?? Infinity);
  return compareIds(a.id, b.id);
}

export const compareLinks = (a: GraphLink, b: GraphLink): number =>
  compareIds(a.from, b.from) || compareIds(a.kind, b.kind) || compareIds(a.to, b.to);

const newEnds = (links: readonly GraphLink[], known: { readonly has: (id: RecordId) => boolean }): RecordId[] => [
  ...new Set(links.flatMap(({ from, to }) => [from, to]).filter((id) => !known.has(id))),
];

/** Links by the records that they touch, each once. */
class Links {
  readonly #byEnd = new Map<RecordId, Map<string, GraphLink>>();

  add(links: readonly GraphLink[]): void {
    for (const link of links) {
      this.#of(link.from).set(nameOf(link), link);
      this.#of(link.to).set(nameOf(link), link);
    }
  }

  between(ids: ReadonlySet<RecordId>): readonly GraphLink[] {
    const links = [...ids].flatMap((id) => [...this.#of(id).values()].filter(({ from }) => from === id));
    return links.filter(({ to }) => ids.has(to)).sort(compareLinks);
  }

  neighbours(id: RecordId): readonly RecordId[] {
    return [...this.#of(id).values()].map(({ from, to }) => (from === id ? to : from));
  }

  /** Of those that join two records. */
  first(a: RecordId, b: RecordId): GraphLink {
    const [link] = [...this.#of(a).values()].filter(({ from, to }) => from === b || to === b).sort(compareLinks);
    return assertDefined(link, 'they are joined');
  }

  #of(id: RecordId): Map<string, GraphLink> {
    const known = this.#byEnd.get(id) ?? new Map<string, GraphLink>();
    this.#byEnd.set(id, known);
    return known;
  }
}

const nameOf = ({ from, kind, to }: GraphLink): string => JSON.stringify([from, kind, to]);

interface Ends {
  readonly from: RecordId;
  readonly to: RecordId;
  /** Where the walk began, and where it came to. */
  readonly start: RecordId;
  readonly end: RecordId;
}

interface Seen {
  readonly distances: ReadonlyMap<RecordId, number>;
  readonly links: Links;
}

function firstWay({ from, to, start, end }: Ends, { distances, links }: Seen): Walked {
  const distanceOf = (id: RecordId): number => distances.get(id) ?? Infinity;
  const stepsFrom = (id: RecordId, step: 1 | -1): readonly RecordId[] =>
    links.neighbours(id).filter((next) => distanceOf(next) === distanceOf(id) + step);
  const onTheWay = new Set([end]);
  for (const id of onTheWay) for (const nearer of stepsFrom(id, -1)) onTheWay.add(nearer);
  const step = from === start ? 1 : -1;
  const ids = [from];
  const taken: GraphLink[] = [];
  for (let at = from; at !== to; ids.push(at)) {
    const [next] = stepsFrom(at, step)
      .filter((id) => onTheWay.has(id))
      .toSorted(compareIds);
    const way = assertDefined(next, 'a way that was found can be gone');
    taken.push(links.first(at, way));
    at = way;
  }
  return { ids, links: taken, isCut: false };
}
