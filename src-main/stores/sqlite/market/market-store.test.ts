import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Bar } from '#shared/market/bar.ts';
import type { BarSeries } from '#shared/market/bar-series.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { sampleQuote } from '#main/testkit/sample-quote.ts';
import { temporaryStores, valueOf, type TemporaryStores } from '../../temporary-stores.suite.ts';
import { openMarketStore, type MarketStore } from './open-market-store.ts';

let stores: TemporaryStores;
let market: MarketStore;

beforeEach(() => {
  stores = temporaryStores();
  market = open();
  stores.clock.setMarket(null);
});

afterEach(() => {
  market[Symbol.dispose]();
  stores[Symbol.dispose]();
});

const open = (): MarketStore =>
  valueOf(openMarketStore(stores.folder, { ...stores.context, marketClock: stores.clock.market }));

const minute = 60_000;
const series: BarSeries = { symbol: 'XAUUSD', timeframe: 'M1', source: 'terminal', anchor: 'hour' };
const bars = sampleBars({ count: 10 });
const endOfTime = utcMs(Date.UTC(2090, 0, 1));
const at = (offsetMs: number) => utcMs(sampleStartUtcMs + offsetMs);

const readAll = (of = series): readonly Bar[] =>
  market.bars.read({ series: of, beforeUtcMs: endOfTime, limit: 1_000_000 });

const changed = (bar: Bar | undefined, change: object): Bar => ({ ...bar, ...change }) as Bar;

test('bars are read as they were appended, with what is unknown left unknown, also after reopening', () => {
  const [first, ...others] = bars;
  const kept = [changed(first, { tickVolume: null, spreadPoints: null }), ...others];
  expect(market.bars.append(series, kept)).toEqual({ inserted: 10, duplicates: 0, disagreements: [] });
  expect(readAll()).toEqual(kept);
  market[Symbol.dispose]();
  market = open();
  expect(readAll()).toEqual(kept);
});

test('the newest bars before a moment are read, oldest first', () => {
  market.bars.append(series, bars);
  const beforeUtcMs = bars[7]?.openTimeUtcMs ?? endOfTime;
  expect(market.bars.read({ series, beforeUtcMs, limit: 3 })).toEqual(bars.slice(4, 7));
  expect(market.bars.read({ series: { ...series, symbol: 'EURUSD' }, beforeUtcMs, limit: 3 })).toEqual([]);
});

test('an equal bar is a duplicate, and one that says otherwise is reported while the stored one stays', () => {
  market.bars.append(series, bars.slice(0, 6));
  const [, second, third, fourth, fifth] = bars;
  const offered = [
    changed(second, { close: (second?.close ?? 0) * (1 + 1e-13) }),
    changed(third, { high: (third?.high ?? 0) + 0.01 }),
    changed(fourth, { tickVolume: null }),
    changed(fifth, { spreadPoints: 21 }),
    ...bars.slice(5),
  ];
  expect(market.bars.append(series, offered)).toEqual({
    inserted: 4,
    duplicates: 2,
    disagreements: [
      { stored: third, offered: offered[1] },
      { stored: fourth, offered: offered[2] },
      { stored: fifth, offered: offered[3] },
    ],
  });
  expect(readAll()).toEqual(bars);
});

test('two bars of one time in one batch are compared like any other', () => {
  const [first] = bars;
  const other = changed(first, { tickVolume: 1 });
  expect(market.bars.append(series, [changed(first, {}), other])).toEqual({
    inserted: 1,
    duplicates: 0,
    disagreements: [{ stored: first, offered: other }],
  });
});

test('a batch with a bar that cannot be is not appended at all', () => {
  const upsideDown = changed(bars[5], { high: 1 });
  expect(() => market.bars.append(series, [...bars.slice(0, 5), upsideDown])).toThrow('CHECK');
  expect(readAll()).toEqual([]);
  expect(market.bars.summaries()).toEqual([]);
});

test('sources and anchors are never mixed', () => {
  const imported: BarSeries = { ...series, source: 'import' };
  market.bars.append(series, bars.slice(0, 2));
  market.bars.append(imported, bars.slice(1, 5));
  expect(readAll()).toEqual(bars.slice(0, 2));
  expect(readAll(imported)).toEqual(bars.slice(1, 5));
  expect(market.bars.append({ ...series, source: 'empty' }, [])).toEqual({
    inserted: 0,
    duplicates: 0,
    disagreements: [],
  });
  expect(market.bars.summaries()).toEqual([
    { series: imported, count: 4, firstUtcMs: at(minute), lastUtcMs: at(4 * minute) },
    { series, count: 2, firstUtcMs: at(0), lastUtcMs: at(minute) },
  ]);
  expect(market.bars.chooseSeries(series)).toMatchObject({ value: series });
  expect(market.bars.chooseSeries({ symbol: 'XAUUSD', timeframe: 'M1' })).toEqual({ ok: true, value: series });
  expect(market.bars.chooseSeries({ symbol: 'XAUUSD', timeframe: 'M5' })).toEqual({ ok: true, value: null });
});

test('no bar is read before the market clock has reached its close', () => {
  market.bars.append(series, bars);
  fc.assert(
    fc.property(fc.integer({ min: -minute, max: 12 * minute }), (offsetMs) => {
      stores.clock.setMarket(at(offsetMs));
      expect(readAll()).toEqual(bars.filter((bar) => bar.openTimeUtcMs + minute <= at(offsetMs)));
    }),
  );
});

test('ticks of one moment keep their order, and the cursor goes with them', () => {
  const tick = (offsetMs: number, bid: number) => sampleQuote({ occurredAtUtcMs: at(offsetMs), bid });
  const first = [tick(0, 2000), tick(5, 2001), tick(5, 2002)];
  const second = [tick(5, 1999), tick(9, 2003)];
  expect(market.ticks.cursor('XAUUSD')).toBeNull();
  market.ticks.append({ symbol: 'XAUUSD', ticks: first, cursor: { stampMs: 5, takenAtStamp: 2 }, isRewind: false });
  expect(market.ticks.cursor('XAUUSD')).toEqual({ stampMs: 5, takenAtStamp: 2 });
  market.ticks.append({ symbol: 'XAUUSD', ticks: second, cursor: { stampMs: 9, takenAtStamp: 1 }, isRewind: false });
  market.ticks.append({ symbol: 'EURUSD', ticks: [], cursor: { stampMs: 1, takenAtStamp: 0 }, isRewind: false });
  expect(market.ticks.cursor('XAUUSD')).toEqual({ stampMs: 9, takenAtStamp: 1 });
  const read = (beforeUtcMs: number, limit: number, symbol = 'XAUUSD') =>
    market.ticks.read({ symbol, beforeUtcMs: utcMs(beforeUtcMs), limit });
  expect(read(endOfTime, 100)).toEqual([...first, ...second]);
  expect(read(at(9), 2)).toEqual([first[2], second[0]]);
  expect([read(endOfTime, 100, 'EURUSD'), read(endOfTime, 100, 'GBPUSD')]).toEqual([[], []]);
});

test('a batch of ticks that cannot be leaves neither ticks nor cursor', () => {
  const good = sampleQuote();
  const crossed = { ...good, ask: 1 } as typeof good;
  const append = () =>
    market.ticks.append({
      symbol: 'XAUUSD',
      ticks: [good, crossed],
      cursor: { stampMs: 9, takenAtStamp: 1 },
      isRewind: false,
    });
  expect(append).toThrow('CHECK');
  expect(market.ticks.cursor('XAUUSD')).toBeNull();
});
