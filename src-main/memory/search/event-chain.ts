import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { ChainLink, ChainNode, EventChain, GraphAdapter } from '#shared/contract/memory.ts';
import type { RecordId } from '#shared/trading/record-id.ts';
import type { GraphReads } from '#main/ports/graph-store.ts';
import { answerFrom, type Ladder } from './ladder.ts';

/** More than a person looks at; past it the chain is said to be cut. */
const nodesMax = 500;
const linksMax = 24;

export type ChainSearch = Ladder<GraphReads, GraphAdapter>;

/** Everything that a record hangs together with, both ways. RECORD_UNKNOWN where the graph has none of that name. */
export async function eventChain(graph: ChainSearch, id: RecordId): Promise<Result<EventChain, Fault>> {
  const found = await answerFrom(graph, (reads) => reads.chain({ id, nodesMax }));
  if (!found.ok) return found;
  const { value: part, adapter } = found.value;
  return part.nodes.length === 0 ? err(unknownRecord(id)) : ok({ adapter, root: id, ...sorted(part) });
}

/**
 * A shortest way between two records, rooted in the first; empty where they do not hang together. RECORD_UNKNOWN where the graph has not got one of
 * the two.
 */
export async function pathBetween(
  graph: ChainSearch,
  ends: { readonly from: RecordId; readonly to: RecordId },
): Promise<Result<EventChain, Fault>> {
  const found = await answerFrom(graph, async (reads) => {
    const part = await reads.path({ ...ends, linksMax });
    if (part !== null) return { part, unknown: null };
    const isMissing = await Promise.all([ends.from, ends.to].map(async (id) => (await reads.node(id)) === null));
    return { part: nothing, unknown: [ends.from, ends.to].find((_, index) => isMissing[index]) ?? null };
  });
  if (!found.ok) return found;
  const { value, adapter } = found.value;
  if (value.unknown !== null) return err(unknownRecord(value.unknown));
  return ok({ adapter, root: ends.from, ...sorted(value.part) });
}

type Part = Pick<EventChain, 'nodes' | 'links' | 'isCut'>;

const nothing: Part = { nodes: [], links: [], isCut: false };

/** Nodes by time and then by id, those outside of time last; links by their ends. */
const sorted = ({ nodes, links, isCut }: Part): Part => ({
  nodes: nodes.toSorted((a, b) => timeOf(a) - timeOf(b) || compare(a.id, b.id)),
  links: links.toSorted((a, b) => compare(a.from, b.from) || compare(a.to, b.to) || compare(a.kind, b.kind)),
  isCut,
});

const endOfTime = Number.MAX_SAFE_INTEGER;

const timeOf = ({ knownAtUtcMs }: ChainNode): number => knownAtUtcMs ?? endOfTime;

const compare = (a: ChainLink['from'] | ChainLink['kind'], b: ChainLink['from'] | ChainLink['kind']): number =>
  a < b ? -1 : a > b ? 1 : 0;

const unknownRecord = (id: RecordId): Fault =>
  fault(
    'RECORD_UNKNOWN',
    `Memory knows no record ${id}. A record is named kind:key, such as deal:4711, order:77 or trade:88#1; those of the last moments may still be on their way.`,
    { id },
  );
