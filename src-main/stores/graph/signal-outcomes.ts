import type { LinkKind, RecordId } from '#shared/trading/record-id.ts';
import type { RecordFacts } from '#shared/contract/memory.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { SignalOutcome } from '#main/ports/graph-store.ts';
import { closedTrade } from './closed-trade.ts';
import { compareIds } from './compare-ids.ts';

/** The way from a signal to the trade that it led to. */
export const onwardLinks = [
  'becameDecision',
  'checkedBy',
  'putBefore',
  'ordered',
  'executedAs',
  'partOf',
] as const satisfies readonly LinkKind[];

/** A trade at the end of a signal's way, whether or not it counts. */
export interface FollowedTrade {
  readonly origin: RecordId;
  readonly originKnownAtUtcMs: number | null;
  readonly trade: RecordId;
  readonly facts: RecordFacts;
}

/**
 * Those that count, by signal and then by trade: closed by the moment, and opened no earlier than the signal was known. A deal that turns a position
 * round is a part of two trades, and the one that it ended had begun before.
 */
export function signalOutcomes(followed: readonly FollowedTrade[], asOfUtcMs: UtcMs): readonly SignalOutcome[] {
  return followed
    .filter(({ facts, originKnownAtUtcMs }) => {
      const trade = closedTrade(facts, asOfUtcMs);
      return trade !== null && originKnownAtUtcMs !== null && trade.openedAtUtcMs >= originKnownAtUtcMs;
    })
    .map(({ origin, trade, facts }) => ({ signal: origin, trade, facts }))
    .sort((a, b) => compareIds(a.signal, b.signal) || compareIds(a.trade, b.trade));
}
