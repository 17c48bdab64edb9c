import type { ChainNode, RecordFacts } from '#shared/contract/memory.ts';
import type { RecordKind } from '#shared/trading/record-id.ts';
import type { Tone } from '../components/tone.ts';
import { toneOf as toneOfAmount } from '../components/tone.ts';

/** What a record is known by at a glance: of its facts, the few that say most, as far as they are there. */
export const headFacts: Readonly<Record<RecordKind, readonly string[]>> = {
  signal: ['side', 'symbol'],
  decision: ['signal', 'side'],
  riskCheck: ['verdict'],
  approval: ['outcome'],
  order: ['status'],
  deal: ['entry', 'price'],
  trade: ['net', 'rMultiple'],
  regime: ['regime', 'timeframe'],
  lesson: ['reason'],
  symbol: ['symbol'],
  scenario: ['scenario'],
};

/** What became of an order is not known: the one thing that nobody may overlook. */
export const isOutcomeUnknown = ({ kind, facts }: Pick<ChainNode, 'kind' | 'facts'>): boolean =>
  kind === 'order' && facts.status === 'unknown';

/** What a trade brings is not known before it is closed. */
export const isOpenTrade = ({ kind, facts }: Pick<ChainNode, 'kind' | 'facts'>): boolean =>
  kind === 'trade' && facts.closedAtUtcMs === undefined;

/** How a record is to be taken; its words say the same. */
export function recordTone({ kind, facts }: Pick<ChainNode, 'kind' | 'facts'>): Tone {
  if (isOutcomeUnknown({ kind, facts })) return 'fault';
  if (kind === 'trade') {
    return typeof facts.net === 'number' && !isOpenTrade({ kind, facts }) ? toneOfAmount(facts.net) : 'neutral';
  }
  return isRefused(kind, facts) ? 'warning' : 'neutral';
}

function isRefused(kind: RecordKind, { verdict, outcome, status }: RecordFacts): boolean {
  switch (kind) {
    case 'riskCheck':
      return verdict === 'denied';
    case 'approval':
      return outcome !== undefined && outcome !== 'approved' && outcome !== 'waiting';
    case 'order':
      return typeof status === 'string' && refusedStatuses.has(status);
    default:
      return false;
  }
}

const refusedStatuses: ReadonlySet<string> = new Set(['rejected', 'deniedByAdviser', 'expiredAtAdviser', 'notFound']);
