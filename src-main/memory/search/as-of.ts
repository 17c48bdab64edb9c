import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import type { MarketClock } from '#main/ports/clock.ts';

/**
 * The moment as of which is answered: the wished one, at the latest the market's now. NOT_CONNECTED where none is wished and there is no market time
 * yet.
 */
export function asOf(wished: UtcMs | null, marketClock: MarketClock): Result<UtcMs, Fault> {
  const now = marketClock.nowUtcMs();
  if (now === null) return wished === null ? err(noMarketTime) : ok(wished);
  return ok(wished === null ? now : utcMs(Math.min(wished, now)));
}

const noMarketTime = fault(
  'NOT_CONNECTED',
  'There is no market time yet, because no terminal has reported one. Connect it, or name the moment as of which is asked.',
);
