import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BarSeries } from '#shared/market/bar-series.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { temporaryMarket, type TemporaryMarket } from './temporary-market.suite.ts';

let market: TemporaryMarket;

beforeEach(() => {
  market = temporaryMarket();
});

afterEach(() => {
  market[Symbol.dispose]();
});

const series: BarSeries = { symbol: 'XAUUSD', timeframe: 'M1', source: 'import', anchor: 'hour' };
const bars = sampleBars({ count: 20 });
const at = (offset: number) => utcMs(sampleStartUtcMs + offset);
const key = { contentHash: 'c0ffee', reading: '{"symbol":"XAUUSD"}' };
const file = { ...key, name: 'gold.csv', sizeBytes: 1234, startedAtUtcMs: at(0), body: { inserted: 0 } };

test('an import is known by its bytes and by how they are read', () => {
  const { imports } = market.store;
  expect(imports.find(key)).toBeNull();
  imports.begin(file);
  const begun = { ...file, finishedAtUtcMs: null, recordsCommitted: 0 };
  expect(imports.find(key)).toEqual(begun);
  expect(imports.find({ ...key, reading: '{"symbol":"EURUSD"}' })).toBeNull();
  imports.begin({ ...file, contentHash: 'decaf', startedAtUtcMs: at(5) });
  expect(imports.list(10).map(({ contentHash }) => contentHash)).toEqual(['decaf', 'c0ffee']);
  expect(imports.list(1)).toHaveLength(1);
});

test('a slice and how far it came are stored together or not at all, and an end is kept', () => {
  const advance = (from: number, to: number, isKilled = false) => {
    market.store.imports.advance(key, () => {
      const { inserted } = market.store.bars.append(series, bars.slice(from, to));
      if (isKilled) throw new Error('killed');
      return { recordsCommitted: to, body: { inserted } };
    });
  };
  expect(() => advance(0, 5)).toThrow('begun');
  market.store.imports.begin(file);
  advance(0, 10);
  expect(() => advance(10, 20, true)).toThrow('killed');
  market.reopen();
  expect(market.store.bars.summaries()).toMatchObject([{ count: 10 }]);
  expect(market.store.imports.find(key)).toMatchObject({ recordsCommitted: 10, body: { inserted: 10 } });
  market.store.imports.finish(key, { finishedAtUtcMs: at(9), body: { warnings: ['none'] } });
  expect(market.store.imports.find(key)).toMatchObject({ finishedAtUtcMs: at(9), body: { warnings: ['none'] } });
  market.store.imports.begin(file);
  expect(market.store.imports.find(key)).toMatchObject({ finishedAtUtcMs: null, recordsCommitted: 0 });
  expect(() => market.store.imports.finish({ ...key, reading: '' }, { finishedAtUtcMs: at(9), body: null })).toThrow(
    'begun',
  );
});
