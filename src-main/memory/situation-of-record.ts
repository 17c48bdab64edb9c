import { hasStates } from '#shared/market/derived-timeframes.ts';
import type { Timeframe } from '#shared/market/timeframe.ts';
import type { Situation } from '#main/ports/situation-store.ts';
import type { LedgerRecord } from './ledger-record.ts';

/** The moment at which a signal or a trade stood in the market; null for every other record. */
export function situationOfRecord(record: LedgerRecord): Situation | null {
  if (record.kind === 'decision') {
    const { decisionId, symbol, timeframe, signal, asOfUtcMs } = record.decision;
    if (signal.kind === 'none') return null;
    return { kind: 'signal', key: decisionId, symbol, timeframe: comparable(timeframe), atUtcMs: asOfUtcMs };
  }
  if (record.kind !== 'trade') return null;
  const { positionId, ordinal, symbol, openedAtUtcMs } = record.trade;
  const timeframe = comparable(record.decision?.timeframe ?? byHand);
  return { kind: 'trade', key: `${positionId}#${ordinal}`, symbol, timeframe, atUtcMs: openedAtUtcMs };
}

/** Nobody knows on which bars a person decided. */
const byHand: Timeframe = 'H1';

/** Below fifteen minutes there are no states. */
const comparable = (timeframe: Timeframe): Timeframe => (hasStates(timeframe) ? timeframe : 'M15');
