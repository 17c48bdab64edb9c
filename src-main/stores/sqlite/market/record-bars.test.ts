import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fault } from '#shared/base/fault.ts';
import type { Bar } from '#shared/market/bar.ts';
import type { BarSeries } from '#shared/market/bar-series.ts';
import { endOfTimeUtcMs, utcMs } from '#shared/units/utc-ms.ts';
import type { BarStore } from '#main/ports/bar-store.ts';
import type { SyncState } from '#main/ports/sync-store.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { createMemoryBarStore } from '#main/testkit/memory-bar-store.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { barColumnsOf } from './bar-columns-of.ts';
import { temporaryMarket, type TemporaryMarket } from './temporary-market.suite.ts';

let market: TemporaryMarket;

beforeEach(() => {
  market = temporaryMarket();
});

afterEach(() => {
  market[Symbol.dispose]();
});

const minute = 60_000;
const series: BarSeries = { symbol: 'XAUUSD', timeframe: 'M1', source: 'terminal', anchor: 'hour' };
const hours: BarSeries = { ...series, timeframe: 'H1' };
const days: BarSeries = { ...series, timeframe: 'D1', anchor: 'ny+7' };
const bars = sampleBars({ count: 200 });
const at = (offsetMs: number) => utcMs(sampleStartUtcMs + offsetMs);
const always = { fromUtcMs: utcMs(0), toUtcMs: endOfTimeUtcMs };

const state: SyncState = {
  kind: 'bars',
  symbol: 'XAUUSD',
  timeframe: 'M1',
  backfilledFromUtcMs: at(0),
  wantedFromUtcMs: at(-minute),
  cursorUtcMs: at(9 * minute),
  corrections: 3,
  lastFault: fault('SYNC_TIMEOUT', 'late', { afterMs: 5 }),
  changedAtUtcMs: at(minute),
};

const readAll = (of = series): readonly Bar[] =>
  market.store.bars.readBetween({ series: of, ...always, limit: 1_000_000 });

const changed = (bar: Bar | undefined, change: object): Bar => ({ ...bar, ...change }) as Bar;

test('what the terminal says now supersedes what it said before, which is kept with the time of the change', () => {
  const { bars: store } = market.store;
  store.record([{ series, bars: bars.slice(0, 10) }], null);
  market.clock.advance(5000);
  const [first, second] = bars;
  const corrected = [changed(first, { tickVolume: null }), changed(second, { high: (second?.high ?? 0) + 1 })];
  expect(store.record([{ series, bars: [...corrected, ...bars.slice(2, 12)] }], null)).toEqual({
    inserted: 2,
    duplicates: 8,
    superseded: [
      { series, stored: first, offered: corrected[0] },
      { series, stored: second, offered: corrected[1] },
    ],
  });
  expect(readAll()).toEqual([...corrected, ...bars.slice(2, 12)]);
  expect(
    market.rows(
      'SELECT open_time_utc_ms AS at, high, tick_volume AS volume, superseded_at_utc_ms AS seen, reason FROM bar_revisions',
    ),
  ).toEqual([
    { at: at(0), high: first?.high, volume: first?.tickVolume, seen: at(5000), reason: 'corrected' },
    { at: at(minute), high: second?.high, volume: second?.tickVolume, seen: at(5000), reason: 'corrected' },
  ]);
  expect(store.summaries()).toMatchObject([{ count: 12 }]);
});

test('bars of several series, the state and what waits to be derived are committed together or not at all', () => {
  const { bars: store, sync, outboxDepth } = market.store;
  const upsideDown = changed(bars[3], { high: 1 });
  const batch = [
    { series: hours, bars: bars.slice(0, 3) },
    { series, bars: [upsideDown] },
  ];
  expect(() => store.record(batch, state)).toThrow('CHECK');
  expect([readAll(hours), sync.states(), outboxDepth(), store.summaries()]).toEqual([[], [], 0, []]);
  expect(
    store.record(
      [
        { series: hours, bars: bars.slice(0, 3) },
        { series: days, bars: bars.slice(0, 1) },
        { series, bars: bars.slice(0, 1) },
      ],
      state,
    ),
  ).toEqual({ inserted: 5, duplicates: 0, superseded: [] });
  expect([sync.state(state), outboxDepth(), market.store.outbox.waiting()]).toEqual([state, 2, [days, hours]]);
});

test('a stream without a batch still says how far it has come', () => {
  market.store.bars.record([], state);
  expect(market.reopen().sync.states()).toEqual([state]);
});

test('changes that lie beside each other wait as one range, under the newest sequence, until somebody takes it', () => {
  const { bars: store } = market.store;
  const waiting = () =>
    market.rows('SELECT sequence, key, from_utc_ms AS "from", to_utc_ms AS "to" FROM outbox ORDER BY sequence');
  const key = '["XAUUSD","H1","terminal","hour"]';
  store.record([{ series: hours, bars: bars.slice(5, 8) }], null);
  store.record([{ series: hours, bars: bars.slice(0, 8) }], null);
  store.append(hours, bars.slice(8, 9));
  expect(waiting()).toEqual([{ sequence: 3, key, from: at(0), to: at(8 * minute) + 1 }]);
  store.record([{ series: hours, bars: bars.slice(0, 9) }], null);
  expect(waiting()).toHaveLength(1);
  const later = bars.slice(0, 2).map((bar) => changed(bar, { openTimeUtcMs: bar.openTimeUtcMs + 30 * 86_400_000 }));
  store.record([{ series: hours, bars: later }], null);
  expect(waiting()).toMatchObject([{ sequence: 3 }, { sequence: 4, key }]);
  expect(market.store.outboxDepth()).toBe(1);
  market.store.outbox.take(days);
  expect(waiting()).toHaveLength(2);
  market.store.outbox.take(hours);
  expect([waiting(), market.store.outbox.waiting()]).toEqual([[], []]);
  store.append(hours, bars.slice(20, 21));
  expect(market.store.outbox.waiting()).toEqual([hours]);
});

test('the rows of columns are stored like bars, and only those between the two indexes', () => {
  const columns = barColumnsOf([changed(bars[0], { tickVolume: null, spreadPoints: null }), ...bars.slice(1, 150)]);
  const { bars: store } = market.store;
  expect(store.appendColumns(series, columns, { from: 0, to: 100 })).toMatchObject({ inserted: 100 });
  expect(store.appendColumns(series, columns, { from: 90, to: 150 })).toEqual({
    inserted: 50,
    duplicates: 10,
    disagreements: [],
  });
  expect(readAll()).toEqual([changed(bars[0], { tickVolume: null, spreadPoints: null }), ...bars.slice(1, 150)]);
  expect(store.appendColumns(series, columns, { from: 5, to: 5 })).toMatchObject({ inserted: 0 });
});

test('any order, repetition and disagreement leaves what the store in memory holds, for files and for the terminal', () => {
  const offered = fc.array(
    fc.record({ index: fc.integer({ min: 0, max: 99 }), spreadPoints: fc.constantFrom(20, 21, null) }),
    { maxLength: 120 },
  );
  const write = (store: BarStore, into: BarSeries, batches: readonly (readonly Bar[])[]): unknown[] =>
    batches.map((batch, turn) => {
      if (turn % 2 === 0) return store.append(into, batch);
      return store.record([{ series: into, bars: batch }], null);
    });
  let run = 0;
  fc.assert(
    fc.property(fc.array(offered, { maxLength: 6 }), (batches) => {
      const into = { ...series, source: `run ${run++}` };
      const told = batches.map((batch) =>
        batch.map(({ index, spreadPoints }) => changed(bars[index], { spreadPoints })),
      );
      const memory = createMemoryBarStore();
      expect(write(market.store.bars, into, told)).toEqual(write(memory, into, told));
      expect(readAll(into)).toEqual(memory.readBetween({ series: into, ...always, limit: 1_000 }));
      const count = market.store.bars.summaries().find((it) => it.series.source === into.source)?.count ?? 0;
      expect(count).toBe(readAll(into).length);
    }),
    { numRuns: 40 },
  );
});

test('a span is read from its start, without its end, and never past the market clock', () => {
  market.store.bars.append(series, bars);
  const span = { series, fromUtcMs: at(10 * minute), toUtcMs: at(20 * minute) };
  expect(market.store.bars.readBetween({ ...span, limit: 100 })).toEqual(bars.slice(10, 20));
  expect(market.store.bars.readBetween({ ...span, limit: 3 })).toEqual(bars.slice(10, 13));
  market.clock.setMarket(at(15 * minute));
  expect(market.store.bars.readBetween({ ...span, limit: 100 })).toEqual(bars.slice(10, 15));
  expect(market.store.bars.readBetween({ ...span, series: hours, limit: 100 })).toEqual([]);
});

test('gaps are found between neighbours inside the span', () => {
  const kept = bars.filter((_, index) => index < 3 || (index > 5 && index !== 8));
  market.store.bars.append(series, kept);
  const gap = (before: number, after: number) => ({
    lastBeforeUtcMs: at(before * minute),
    firstAfterUtcMs: at(after * minute),
  });
  const { bars: store } = market.store;
  expect(store.gaps({ series, ...always })).toEqual([gap(2, 6), gap(7, 9)]);
  expect(store.gaps({ series, fromUtcMs: at(6 * minute), toUtcMs: at(9 * minute) })).toEqual([]);
  market.clock.setMarket(at(7 * minute));
  expect(store.gaps({ series, ...always })).toEqual([gap(2, 6)]);
  expect(store.gaps({ series: hours, ...always })).toEqual([]);
});
