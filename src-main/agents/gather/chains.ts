import { ok } from '#shared/base/result.ts';
import type { Evidence } from '#shared/agent/evidence.ts';
import type { ChainNode } from '#shared/contract/memory.ts';
import { recordId } from '#shared/trading/record-id.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import { plainWords } from '../plain-words.ts';
import { chainAsOf } from './chain-facts.ts';
import type { Gather } from './gather.ts';
import { evidenceKey, readingOf } from './reading.ts';

const chainsMax = 3;
const wordsMax = 300;

/** What became of the scenario's newest tickets on the symbol, along their chains: the trader's word, and what the trade came to. */
export const gatherChains: Gather = async (question, sources) => {
  const evidence: Evidence[] = [];
  if (question.kind === 'governance') return ok(readingOf(evidence));
  const { scenario, symbol, asOfUtcMs } = question;
  const tickets = sources.cockpit
    .snapshot()
    .endedApprovals.filter(({ ticket }) => ticket.intent.scenario === scenario && ticket.parameters.symbol === symbol)
    .filter(({ endedAtUtcMs }) => endedAtUtcMs <= asOfUtcMs)
    .toSorted((a, b) => b.endedAtUtcMs - a.endedAtUtcMs)
    .slice(0, chainsMax);
  for (const { ticket } of tickets) {
    const chain = await sources.memory.eventChain(recordId('approval', ticket.approvalId));
    if (!chain.ok && chain.error.code === 'RECORD_UNKNOWN') continue;
    if (!chain.ok) return chain;
    evidence.push(...chainEvidence(chainAsOf(chain.value, asOfUtcMs), asOfUtcMs));
  }
  return ok(readingOf(evidence));
};

/** What is told of the records of a chain, by kind. */
const toldFacts: Readonly<
  Partial<Record<ChainNode['kind'], readonly (readonly [fact: string, label: string, unit: string])[]>>
> = {
  riskCheck: [
    ['verdict', 'what risk said', ''],
    ['code', 'why risk denied', ''],
  ],
  approval: [
    ['outcome', 'what became of the ticket', ''],
    ['side', 'side of the ticket', ''],
    ['reason', 'why, in the words of who ended it', 'words'],
    ['riskMoney', 'risk of the ticket', 'money'],
  ],
  trade: [
    ['net', 'net of the trade', 'money'],
    ['rMultiple', 'what the trade came to', 'R'],
  ],
};

/** Of the records of a chain as they were known at a moment. */
export function chainEvidence(nodes: readonly ChainNode[], asOfUtcMs: UtcMs): readonly Evidence[] {
  return nodes.flatMap((node) =>
    (toldFacts[node.kind] ?? []).flatMap(([fact, label, unit]) => {
      const value = node.facts[fact];
      if (value === undefined) return [];
      return [
        {
          ...{ evidenceId: `chain:${evidenceKey(node.id)}/${fact}`, source: 'chain', label, unit, recordId: node.id },
          ...{ value: typeof value === 'string' ? plainWords(value, wordsMax) : value },
          asOfUtcMs: node.knownAtUtcMs ?? asOfUtcMs,
        } as const,
      ];
    }),
  );
}
