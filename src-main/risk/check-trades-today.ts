import type { Fault } from '#shared/base/fault.ts';
import type { KnownRequest } from './risk-request.ts';
import { limitFault } from './limit-fault.ts';

/** The trades of the account since broker midnight, and the entries under way, of which none may have been opened yet. */
export function checkTradesToday({ history, limits }: KnownRequest, entriesUnderWay: number): Fault | null {
  if (history === undefined) return null;
  const count = history.tradesToday + entriesUnderWay + 1;
  if (count <= limits.tradesPerDayMax) return null;
  const message = `${history.tradesToday} trades were opened since broker midnight, ${entriesUnderWay} are under way.`;
  return limitFault('TRADES_PER_DAY', message, { value: count, limit: limits.tradesPerDayMax });
}
