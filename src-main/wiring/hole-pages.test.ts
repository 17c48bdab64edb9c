import { expect, test } from 'vitest';
import type { BarSeries } from '#shared/market/bar-series.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { sampleHole } from '#main/testkit/sample-sync-health.ts';
import { openMarketStore } from '#main/stores/sqlite/market/open-market-store.ts';
import { temporaryStores, valueOf } from '#main/stores/temporary-stores.suite.ts';
import { holePages } from './hole-pages.ts';

const days: BarSeries = { symbol: 'XAUUSD', timeframe: 'D1', source: 'terminal', anchor: 'ny+7' };
const whole = { fromUtcMs: utcMs(0), toUtcMs: utcMs(10_000) };
const hole = (fromUtcMs: number) => sampleHole({ fromUtcMs, toUtcMs: fromUtcMs + 100 });

test('pages of the terminal’s holes come newest first, from the one that a moment lies in', () => {
  using stores = temporaryStores();
  using market = valueOf(openMarketStore(stores.folder, { ...stores.context, marketClock: stores.clock.market }));
  market.sync.replaceHoles(days, whole, [hole(1000), hole(2000), hole(3000)]);
  market.sync.replaceHoles({ ...days, source: 'import' }, whole, [hole(5000)]);
  market.sync.replaceHoles({ ...days, anchor: 'utc' }, whole, [hole(6000)]);
  const { holesPage } = holePages(market.sync, 'ny+7');
  const page = { symbol: 'XAUUSD', timeframe: 'D1', fromUtcMs: null, limit: 10 } as const;
  expect(holesPage(page)).toEqual([hole(3000), hole(2000), hole(1000)]);
  expect(holesPage({ ...page, limit: 2 })).toEqual([hole(3000), hole(2000)]);
  expect(holesPage({ ...page, fromUtcMs: utcMs(2050) })).toEqual([hole(3000), hole(2000)]);
  expect(holesPage({ ...page, symbol: 'EURUSD' })).toEqual([]);
});
