import type { Bar } from '#shared/market/bar.ts';
import type { BarSeries } from '#shared/market/bar-series.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { MarketRow } from '#main/features/market-columns.ts';
import type { MarketFacts } from '#main/ports/market-facts.ts';

/** Bars of one series, given oldest first and each once, as the rows that features and strategies read: what is not known is NaN. */
export function marketRow({
  series,
  closeOf,
  facts,
  pointOf,
}: {
  readonly series: BarSeries;
  readonly closeOf: (opening: UtcMs) => UtcMs;
  readonly facts: MarketFacts;
  readonly pointOf: (symbol: string) => number | null;
}): (bar: Bar) => MarketRow {
  const { symbol } = series;
  let before: UtcMs | null = null;
  let barsSinceHole = 0;
  return ({ openTimeUtcMs, open, high, low, close, tickVolume, spreadPoints }) => {
    const closeTimeUtcMs = closeOf(openTimeUtcMs);
    const isAfterHole =
      before !== null &&
      closeOf(before) < openTimeUtcMs &&
      facts.isUnexpectedHole(series, { lastBeforeUtcMs: before, firstAfterUtcMs: openTimeUtcMs });
    barsSinceHole = isAfterHole ? 1 : barsSinceHole + 1;
    before = openTimeUtcMs;
    return {
      ...{ openTimeUtcMs, closeTimeUtcMs, open, high, low, close, barsSinceHole },
      tickVolume: tickVolume ?? NaN,
      spread: (spreadPoints ?? NaN) * (pointOf(symbol) ?? NaN),
      newsDistanceMs: facts.newsDistanceMs(symbol, closeTimeUtcMs) ?? NaN,
    };
  };
}
