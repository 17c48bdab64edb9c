import type { Trade } from '#shared/trading/trade.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { LedgerReads } from '#main/ports/ledger-reads.ts';
import type { RiskRequest } from '#main/risk/risk-request.ts';
import { newestSince } from './account-past.ts';

/** More losing trades in a row than any limit asks for. */
const tradesMax = 200;

/**
 * What the day's counts say, from the ledger's deals and never from the memory of a process: the trades of the whole account that were opened since
 * the broker's midnight, and the losing ones in a row where the newest was closed since.
 */
export function accountHistory(ledger: LedgerReads, midnightUtcMs: UtcMs): NonNullable<RiskRequest['history']> {
  const today = newestSince(ledger.latestDeals, midnightUtcMs).filter((it) => it.occurredAtUtcMs >= midnightUtcMs);
  const positions = [...new Set(today.map(({ positionId }) => positionId))];
  const trades = positions.flatMap((position) => ledger.tradesOf(position));
  const tradesToday = trades.filter(({ openedAtUtcMs }) => openedAtUtcMs >= midnightUtcMs).length;
  const hasClosedToday = trades.some(({ closed }) => closed !== null && closed.atUtcMs >= midnightUtcMs);
  return { tradesToday, lossesInARow: hasClosedToday ? lossesInARow(ledger) : 0 };
}

function lossesInARow(ledger: LedgerReads): number {
  const closed = newestClosed(ledger);
  const won = closed.findIndex(({ net }) => net >= 0);
  return won === -1 ? closed.length : won;
}

/** Newest first: as many as it takes to reach one that did not lose. */
function newestClosed(ledger: LedgerReads): readonly Trade[] {
  for (let limit = 16; ; limit *= 2) {
    const deals = ledger.latestDeals(limit);
    const positions = [...new Set(deals.map(({ positionId }) => positionId))];
    const closed = positions.flatMap((position) => ledger.tradesOf(position)).filter((trade) => trade.closed !== null);
    const newestFirst = closed.toSorted((a, b) => closedAt(b) - closedAt(a));
    const isEnough = newestFirst.length >= tradesMax || newestFirst.some(({ net }) => net >= 0);
    if (deals.length < limit || isEnough) return newestFirst;
  }
}

const closedAt = ({ closed }: Trade): number => closed?.atUtcMs ?? -Infinity;
