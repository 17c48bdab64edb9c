import type { ChainNode, EventChain } from '#shared/contract/memory.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';

/** What is said of a record only once something has happened, and the fact that says when. */
const laterFacts: Readonly<
  Partial<Record<ChainNode['kind'], { readonly since: string; readonly facts: readonly string[] }>>
> = {
  approval: { since: 'endedAtUtcMs', facts: ['outcome', 'actor', 'reason', 'endedAtUtcMs'] },
  order: { since: 'changedAtUtcMs', facts: ['status', 'filledVolume', 'orderTicket', 'code', 'changedAtUtcMs'] },
  trade: { since: 'closedAtUtcMs', facts: ['closedAtUtcMs', 'closePrice', 'net', 'rMultiple'] },
};

/**
 * The records of a chain as they were known at a moment. The graph holds each as it stands now: those that came later are left out, and of the others what
 * happened to them later.
 */
export const chainAsOf = ({ nodes }: EventChain, asOfUtcMs: UtcMs): readonly ChainNode[] =>
  nodes
    .filter(({ knownAtUtcMs }) => knownAtUtcMs === null || knownAtUtcMs <= asOfUtcMs)
    .map((node) => nodeAsOf(node, asOfUtcMs));

function nodeAsOf(node: ChainNode, asOfUtcMs: UtcMs): ChainNode {
  const later = laterFacts[node.kind];
  const since = later === undefined ? null : node.facts[later.since];
  if (later === undefined || (typeof since === 'number' && since <= asOfUtcMs)) return node;
  const facts = Object.fromEntries(Object.entries(node.facts).filter(([name]) => !later.facts.includes(name)));
  return { ...node, facts };
}
