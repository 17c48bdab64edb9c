import type { Bar } from '#shared/market/bar.ts';
import type { BarSeries } from '#shared/market/bar-series.ts';
import { zoneOffset } from '#shared/time/zone-offset.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { createRvol } from '#main/features/rvol.ts';
import type { BarStore } from '#main/ports/bar-store.ts';

const dayMs = 86_400_000;

/**
 * RVOL of a series' newest bar, up to H1: `features/rvol.ts` over the bars of its own slot of the New York day, one a day, which alone have a say in it.
 * The bars between them are thousands on the finest timeframes. NaN where it is not known, null where it is counted in bars (H4, D1).
 */
export function rvolOfSlot(
  bars: Pick<BarStore, 'readBetween'>,
  { series, newest, periods }: { readonly series: BarSeries; readonly newest: Bar; readonly periods: number },
): number | null {
  const { push, spanMs } = createRvol({ timeframe: series.timeframe, periods });
  if (spanMs === null) return null;
  const offsetMs = zoneOffset('America/New_York');
  const { openTimeUtcMs } = newest;
  for (let day = Math.floor(spanMs / dayMs) + 1; day >= 1; day--) {
    const about = openTimeUtcMs - day * dayMs;
    const at = utcMs(about + offsetMs(openTimeUtcMs) - offsetMs(about));
    const [bar] = bars.readBetween({ series, fromUtcMs: at, toUtcMs: utcMs(at + 1), limit: 1 });
    if (bar !== undefined) push(bar.openTimeUtcMs, bar.tickVolume ?? NaN);
  }
  return push(openTimeUtcMs, newest.tickVolume ?? NaN);
}
