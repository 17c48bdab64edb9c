import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Bar } from '#shared/market/bar.ts';
import type { BarSeries } from '#shared/market/bar-series.ts';
import type { Hole, HoleKind } from '#shared/market/hole.ts';
import { price } from '#shared/units/price.ts';
import { endOfTimeUtcMs, utcMs } from '#shared/units/utc-ms.ts';
import type { DerivedVersion, IndicatorRow } from '#main/ports/indicator-store.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { temporaryStores, valueOf, type TemporaryStores } from '../../temporary-stores.suite.ts';
import { openMarketStore, type MarketStore } from './open-market-store.ts';

let stores: TemporaryStores;
let market: MarketStore;

beforeEach(() => {
  stores = temporaryStores();
  stores.clock.setMarket(null);
  market = open();
});

afterEach(() => {
  market[Symbol.dispose]();
  stores[Symbol.dispose]();
});

const open = (): MarketStore =>
  valueOf(openMarketStore(stores.folder, { ...stores.context, marketClock: stores.clock.market }));

const series: BarSeries = { symbol: 'XAUUSD', timeframe: 'M5', source: 'terminal', anchor: 'hour' };
const version: DerivedVersion = { indicators: 3, states: 1 };
const others: readonly DerivedVersion[] = [
  { ...version, indicators: 4 },
  { ...version, states: 2 },
];
const bars = sampleBars({ count: 20, timeframe: 'M5' });
const openingOf = (index: number) => bars[index]?.openTimeUtcMs ?? endOfTimeUtcMs;

type Numbers = Omit<IndicatorRow, 'state'>;

/** Numbers that no decimal writes shortly, and one that is not defined. */
const rowsOf = (of: readonly Bar[], factor = 1): readonly Numbers[] =>
  of.map(({ openTimeUtcMs, close }, index) => ({
    openTimeUtcMs,
    values: { third: (close * factor) / 3, late: index < 5 ? null : Math.SQRT2 * index },
  }));

const stateless = (rows: readonly Numbers[]): readonly IndicatorRow[] => rows.map((row) => ({ ...row, state: null }));

const read = () => market.indicators.read({ series, version, beforeUtcMs: endOfTimeUtcMs, limit: 100 });
const newest = () => market.indicators.newest(series, version);
const derive = (of = bars): void => {
  market.indicators.save(series, version, stateless(rowsOf(of)));
};

test('numbers come back bit for bit, also after reopening, the newest before a moment and oldest first', () => {
  market.bars.record([{ series, bars }], null);
  derive();
  market[Symbol.dispose]();
  market = open();
  expect(read()).toEqual(rowsOf(bars));
  const range = { series, version, beforeUtcMs: openingOf(8), limit: 2 };
  expect(market.indicators.read(range)).toEqual(rowsOf(bars).slice(6, 8));
  expect(newest()).toBe(openingOf(19));
  for (const other of others) {
    expect(market.indicators.newest(series, other)).toBeNull();
    expect(market.indicators.read({ ...range, version: other })).toEqual([]);
  }
});

test('what is dropped is gone with all that follows it, at whatever bar, until it is derived anew', () => {
  market.bars.record([{ series, bars }], null);
  derive();
  market.indicators.dropFrom(series, utcMs(openingOf(19) + 1));
  expect(read()).toHaveLength(20);
  market.indicators.dropFrom(series, utcMs(openingOf(12) - 1));
  expect([read(), newest()]).toEqual([rowsOf(bars).slice(0, 12), openingOf(11)]);
  market.indicators.save(series, version, stateless(rowsOf(bars, 2).slice(12, 14)));
  expect(read()).toEqual([...rowsOf(bars).slice(0, 12), ...rowsOf(bars, 2).slice(12, 14)]);
  market.indicators.dropFrom(series, utcMs(0));
  expect([read(), newest()]).toEqual([[], null]);
});

test('a bar that is corrected, filled in, or older than all takes the numbers behind it with it, in its own transaction', () => {
  const known = bars.filter((_, index) => index > 1 && index !== 9);
  market.bars.record([{ series, bars: known }], null);
  derive(known);
  market.bars.record([{ series, bars: known.slice(3, 7) }], null);
  market.bars.append(series, bars.slice(19));
  expect(read()).toEqual(rowsOf(known));
  const raised = bars.slice(15, 16).map((bar) => ({ ...bar, high: price(bar.high + 1) }));
  market.bars.append(series, raised);
  expect(newest()).toBe(openingOf(19));
  market.bars.record([{ series, bars: raised }], null);
  expect(newest()).toBe(openingOf(14));
  market.bars.append(series, bars.slice(9, 10));
  expect(newest()).toBe(openingOf(8));
  market.bars.record([{ series, bars: bars.slice(0, 2) }], null);
  expect([newest(), read()]).toEqual([null, []]);
});

test('an unexpected hole that becomes known or is none any more takes the numbers behind it with it, and no other hole does', () => {
  const holeAt = (index: number, kind: HoleKind, attempts = 0): Hole => ({
    ...{ fromUtcMs: utcMs(openingOf(index) - 1000), toUtcMs: openingOf(index), kind },
    ...{ missingBars: 1, attempts, isEmptyAtSource: false },
  });
  const span = { fromUtcMs: openingOf(0), toUtcMs: openingOf(19) };
  const replace = (...holes: readonly Hole[]): void => {
    market.sync.replaceHoles(series, span, holes);
  };
  market.bars.record([{ series, bars }], null);
  derive();
  replace(holeAt(6, 'weekend'), holeAt(12, 'session'));
  expect(newest()).toBe(openingOf(19));
  replace(holeAt(6, 'weekend'), holeAt(12, 'unexpected'));
  expect(newest()).toBe(openingOf(11));
  derive();
  replace(holeAt(6, 'holiday'), holeAt(12, 'unexpected', 2));
  expect(newest()).toBe(openingOf(19));
  replace(holeAt(6, 'holiday'));
  expect(newest()).toBe(openingOf(11));
});

test('versions and series are kept apart', () => {
  const other = { ...series, symbol: 'EURUSD' };
  const [first] = rowsOf(bars);
  derive(bars.slice(0, 1));
  others.forEach((of, index) => {
    market.indicators.save(series, of, [{ openTimeUtcMs: openingOf(3 + index), values: { atr: 7 }, state: null }]);
  });
  expect(read()).toEqual([first]);
  expect([newest(), ...others.map((of) => market.indicators.newest(series, of))]).toEqual([0, 3, 4].map(openingOf));
  expect(market.indicators.newest(other, version)).toBeNull();
  market.indicators.save(other, version, []);
  expect(market.indicators.read({ series: other, version, beforeUtcMs: endOfTimeUtcMs, limit: 9 })).toEqual([]);
});

test('rows of one version with other values are refused as a whole', () => {
  derive(bars.slice(0, 1));
  const other = { openTimeUtcMs: openingOf(2), values: { third: 1, atr: 2 }, state: null };
  expect(() => market.indicators.save(series, version, [...stateless(rowsOf(bars.slice(1, 2))), other])).toThrow(
    'same values: third, late, not third, atr',
  );
  expect(read()).toEqual(rowsOf(bars.slice(0, 1)));
});
