import { barCloses } from '#shared/market/bar-close.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import type { Timeframe } from '#shared/market/timeframe.ts';
import type { Side } from '#shared/trading/side.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { BarStore } from '#main/ports/bar-store.ts';

const finestFirst: readonly Timeframe[] = ['M1', 'M5', 'M15', 'H1'];

/** Longer than a weekend with a holiday: an older bar says nothing of the moment. */
const ageMsMax = 5 * 86_400_000;

/** The price at which a position was valued at a past moment: by the last bar that had closed, a sell's with its spread. Null where there is none. */
export function priceAt(
  bars: Pick<BarStore, 'chooseSeries' | 'read'>,
  { instrument, side, atUtcMs }: { readonly instrument: Instrument; readonly side: Side; readonly atUtcMs: UtcMs },
): number | null {
  const { symbol, point } = instrument;
  let best: { readonly closedAtUtcMs: number; readonly price: number } | null = null;
  for (const timeframe of finestFirst) {
    const series = bars.chooseSeries({ symbol, timeframe });
    if (!series.ok || series.value === null) continue;
    const closeOf = barCloses(series.value);
    const last = bars
      .read({ series: series.value, beforeUtcMs: atUtcMs, limit: 2 })
      .findLast(({ openTimeUtcMs }) => closeOf(openTimeUtcMs) <= atUtcMs);
    if (last === undefined) continue;
    const closedAtUtcMs = closeOf(last.openTimeUtcMs);
    const spread = side === 'sell' ? (last.spreadPoints ?? 0) * point : 0;
    if (best === null || closedAtUtcMs > best.closedAtUtcMs) best = { closedAtUtcMs, price: last.close + spread };
  }
  return best === null || atUtcMs - best.closedAtUtcMs > ageMsMax ? null : best.price;
}
