import { marketColumnNames, type MarketColumns } from '#main/features/market-columns.ts';
import { numberAt as at } from '#main/features/columns.ts';
import type { RunHole } from './find-holes.ts';
import { newsDistances, type KnownNews } from './news-distance.ts';
import { sharedFloat64 } from './shared-float64.ts';
import type { Stretch } from './stretch.ts';

/** Bars as what strategies decide on, with the news beside them and the bars counted since the last hole. */
export function decisionColumns(
  bars: Stretch,
  { holes, news }: { readonly holes: readonly RunHole[]; readonly news: readonly KnownNews[] },
): MarketColumns {
  const newsDistanceMs = sharedFloat64(bars.length);
  newsDistances(bars.closeTimeUtcMs, news, newsDistanceMs);
  const values = { ...bars, newsDistanceMs, barsSinceHole: barsSinceHole(bars, holes) };
  const columns = marketColumnNames.map((name) => [name, { values: values[name], length: bars.length }] as const);
  return Object.fromEntries(columns) as Record<(typeof marketColumnNames)[number], (typeof columns)[number][1]>;
}

function barsSinceHole({ length, openTimeUtcMs }: Stretch, holes: readonly RunHole[]): Float64Array {
  const counts = sharedFloat64(length);
  let next = 0;
  let since = 0;
  for (let index = 0; index < length; index++) {
    for (; next < holes.length && (holes[next]?.toUtcMs ?? Infinity) <= at(openTimeUtcMs, index); next++) since = 0;
    counts[index] = ++since;
  }
  return counts;
}
