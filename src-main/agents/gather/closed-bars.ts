import type { Fault } from '#shared/base/fault.ts';
import { ok, type Result } from '#shared/base/result.ts';
import { barCloses } from '#shared/market/bar-close.ts';
import type { Bar } from '#shared/market/bar.ts';
import type { BarSeries } from '#shared/market/bar-series.ts';
import type { Timeframe } from '#shared/market/timeframe.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { AgentSources } from '../agent-sources.ts';

export interface ClosedBars {
  readonly series: BarSeries;
  /** Oldest first. */
  readonly bars: readonly Bar[];
  /** When the newest of them closed. */
  readonly knownAtUtcMs: UtcMs;
}

/** The newest bars that had closed by a moment; null where there are none. SOURCE_AMBIGUOUS. */
export function closedBars(
  { bars }: Pick<AgentSources, 'bars'>,
  wish: { readonly symbol: string; readonly timeframe: Timeframe; readonly asOfUtcMs: UtcMs; readonly limit: number },
): Result<ClosedBars | null, Fault> {
  const { symbol, timeframe, asOfUtcMs, limit } = wish;
  const chosen = bars.chooseSeries({ symbol, timeframe });
  if (!chosen.ok) return chosen;
  const series = chosen.value;
  if (series === null) return ok(null);
  const closeOf = barCloses(series);
  const closed = bars
    .read({ series, beforeUtcMs: asOfUtcMs, limit: limit + 1 })
    .filter(({ openTimeUtcMs }) => closeOf(openTimeUtcMs) <= asOfUtcMs)
    .slice(-limit);
  const last = closed.at(-1);
  return ok(last === undefined ? null : { series, bars: closed, knownAtUtcMs: closeOf(last.openTimeUtcMs) });
}
