import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import type { MarketClock } from '#main/ports/clock.ts';

/** The moment as of which is answered: the wished one, at the latest the market's now. NOT_CONNECTED before there is a market time. */
export function asOf(wished: UtcMs | null, marketClock: MarketClock): Result<UtcMs, Fault> {
  const now = marketClock.nowUtcMs();
  if (now === null) return err(noMarketTime);
  return ok(wished === null ? now : utcMs(Math.min(wished, now)));
}

const noMarketTime = fault(
  'NOT_CONNECTED',
  'There is no market time yet: no terminal has reported one, and no bar is stored. Connect the terminal, or import a file, and ask again.',
);
