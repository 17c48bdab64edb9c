import type { Followed } from '#shared/contract/memory.ts';
import { barCloses } from '#shared/market/bar-close.ts';
import type { Bar } from '#shared/market/bar.ts';
import type { BarSeries } from '#shared/market/bar-series.ts';
import type { Price } from '#shared/units/price.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import type { BarStore } from '#main/ports/bar-store.ts';
import type { IndicatorStore } from '#main/ports/indicator-store.ts';
import type { SyncStore } from '#main/ports/sync-store.ts';
import { derivedVersion } from '../indicator-set.ts';
import { horizonsOf } from './horizons.ts';

export interface PastReads {
  readonly bars: Pick<BarStore, 'readBetween'>;
  readonly indicators: Pick<IndicatorStore, 'read'>;
  readonly holes: Pick<SyncStore, 'holes'>;
}

export interface PastBar {
  readonly series: BarSeries;
  readonly openTimeUtcMs: UtcMs;
}

/** A bar's close, and what the market did behind it. */
export interface Past {
  readonly close: Price;
  readonly followed: readonly Followed[];
}

/**
 * What followed on a bar as far as it had closed by a moment: the move of the close, and the farthest up and down on the way, over the ATR(14) of the
 * bar itself. Null where that bar is not stored. Nobody could have held on across an unexpected hole as if nothing had been there, so behind one
 * nothing is known.
 */
export function whatFollowed(reads: PastReads, { series, openTimeUtcMs }: PastBar, asOfUtcMs: UtcMs): Past | null {
  const horizons = horizonsOf(series.timeframe);
  const [bar, ...behind] = reads.bars.readBetween({
    ...{ series, fromUtcMs: openTimeUtcMs, toUtcMs: asOfUtcMs },
    limit: Math.max(...horizons) + 1,
  });
  if (bar?.openTimeUtcMs !== openTimeUtcMs) return null;
  const atr = atrAt(reads.indicators, series, openTimeUtcMs);
  const unbroken = behind.slice(0, unbrokenCount(reads.holes, bar, { series, behind }));
  const closeOf = barCloses(series);
  return {
    close: bar.close,
    followed: horizons.map((bars) => {
      const span = unbroken.slice(0, bars);
      const last = span.at(-1);
      if (atr === null || last === undefined || span.length < bars) return { bars, moved: null };
      const knownAtUtcMs = closeOf(last.openTimeUtcMs);
      if (knownAtUtcMs > asOfUtcMs) return { bars, moved: null };
      const inAtr = (price: number): number => (price - bar.close) / atr;
      const moved = {
        closeAtr: inAtr(last.close),
        highAtr: inAtr(Math.max(...span.map(({ high }) => high))),
        lowAtr: inAtr(Math.min(...span.map(({ low }) => low))),
        knownAtUtcMs,
      };
      return { bars, moved };
    }),
  };
}

/** Null where none is stored, or where the market stood still and nothing can be measured in it. */
function atrAt(indicators: PastReads['indicators'], series: BarSeries, openTimeUtcMs: UtcMs): number | null {
  const beforeUtcMs = utcMs(openTimeUtcMs + 1);
  const row = indicators.read({ series, version: derivedVersion, beforeUtcMs, limit: 1 }).at(-1);
  const atr = row?.openTimeUtcMs === openTimeUtcMs ? (row.values.atr14 ?? 0) : 0;
  return atr > 0 ? atr : null;
}

/** How many of the bars behind a bar come before the first hole that nobody expected. */
function unbrokenCount(
  holes: PastReads['holes'],
  { openTimeUtcMs }: Bar,
  { series, behind }: { readonly series: BarSeries; readonly behind: readonly Bar[] },
): number {
  const toUtcMs = behind.at(-1)?.openTimeUtcMs;
  if (toUtcMs === undefined) return 0;
  const hole = holes
    .holes(series, { fromUtcMs: openTimeUtcMs, toUtcMs })
    .find(({ kind, fromUtcMs }) => kind === 'unexpected' && fromUtcMs > openTimeUtcMs);
  const count = hole === undefined ? -1 : behind.findIndex((bar) => bar.openTimeUtcMs > hole.fromUtcMs);
  return count === -1 ? behind.length : count;
}
