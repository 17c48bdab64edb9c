import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assertDefined } from '#shared/base/assert.ts';
import { fault, FaultError } from '#shared/base/fault.ts';
import type { Bar } from '#shared/market/bar.ts';
import type { Hole, HoleKind } from '#shared/market/hole.ts';
import type { BarSeries } from '#shared/market/bar-series.ts';
import { price } from '#shared/units/price.ts';
import { endOfTimeUtcMs, utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import { hasRealBars, readRealBars, realBarsTest } from '#main/testkit/real-bars.ts';
import { sampleBar, sampleBars } from '#main/testkit/sample-bars.ts';
import { derivedVersion, startIndicators, takeUpBars, takeUpSpanMs, warmUpBars } from './indicator-set.ts';
import { createMemoryRig, onePass, series } from './memory-rig.suite.ts';

const bars = sampleBars({ count: 900, seed: 4, timeframe: 'H1' });

/** The bars of a stretch said otherwise, as a broker does who cleans its history. */
const corrected = (said: readonly Bar[]): readonly Bar[] =>
  said.map((bar) => ({ ...bar, high: price(bar.high * 1.001) }));

const holeBefore = (bar: Bar | undefined, kind: HoleKind): Hole => {
  const toUtcMs = bar?.openTimeUtcMs ?? endOfTimeUtcMs;
  return { fromUtcMs: utcMs(toUtcMs - 1000), toUtcMs, kind, missingBars: 1, attempts: 0, isEmptyAtSource: false };
};

test('whatever comes, in whatever order, the numbers are those of one pass over all that is stored', () => {
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('bars' as const), from: fc.nat(899), count: fc.nat(300) }) },
    fc.record({ kind: fc.constant('correction' as const), from: fc.nat(899), count: fc.nat(5) }),
    fc.record({
      kind: fc.constant('hole' as const),
      at: fc.nat(899),
      hole: fc.constantFrom<HoleKind>('unexpected', 'weekend'),
    }),
    fc.record({ kind: fc.constant('restart' as const) }),
    fc.record({ kind: fc.constant('time' as const), ms: fc.integer({ min: 0, max: 12_000 }) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      const rig = createMemoryRig();
      for (const it of steps) {
        if (it.kind === 'bars') rig.record(bars.slice(it.from, it.from + it.count));
        else if (it.kind === 'correction') rig.record(corrected(bars.slice(it.from, it.from + it.count)));
        else if (it.kind === 'restart') rig.restart();
        else if (it.kind === 'time') rig.clock.advance(it.ms);
        else rig.addHole(holeBefore(bars[it.at], it.hole));
      }
      rig.settle();
      const stored = rig.bars.read({ series, beforeUtcMs: endOfTimeUtcMs, limit: 10_000 });
      expect(rig.rows()).toEqual(onePass(stored, rig.holes));
    }),
    { numRuns: 150 },
  );
});

test('no number looks across an unexpected hole: each is undefined until its own warm-up has passed behind it', () => {
  const rig = createMemoryRig();
  rig.holes = [holeBefore(bars[450], 'unexpected'), holeBefore(bars[700], 'weekend')];
  rig.record(bars);
  rig.settle();
  const definedFrom = (name: string): number =>
    rig.rows().findIndex(({ values }, index) => index >= 450 && values[name] !== null) - 450;
  const warmUps = ['ema20', 'ema50', 'sma50', 'sma200', 'atr14', 'atr20', 'donchianHigh20', 'donchianMid55'];
  expect(warmUps.map(definedFrom)).toEqual([19, 49, 49, 199, 14, 20, 20, 55]);
  expect(Object.values(rig.rows()[700]?.values ?? {})).not.toContain(null);
});

test.skipIf(!hasRealBars('XAUUSD_H1_2018_2024.csv.gz'))(
  realBarsTest(
    'XAUUSD_H1_2018_2024.csv.gz',
    'six years of gold, stopped and gone on with at odd bars, has the bits of one pass',
  ),
  () => {
    const years = readRealBars('XAUUSD_H1_2018_2024.csv.gz');
    const rig = createMemoryRig();
    for (let from = 0, size = 1; from < years.length; from += size, size = (size * 7 + 13) % 6007) {
      rig.record(years.slice(from, from + size));
      rig.settle();
      rig.restart();
    }
    rig.settle();
    expect(years.length).toBeGreaterThan(37_000);
    expect(rig.rows()).toEqual(onePass(years));
  },
);

test('a store that keeps the numbers behind a correction has them dropped and derived anew, and only those', () => {
  const rig = createMemoryRig();
  rig.record(bars);
  rig.settle();
  const [before, after] = [
    rig.rows(),
    onePass([...bars.slice(0, 600), ...corrected(bars.slice(600, 601)), ...bars.slice(601)]),
  ];
  rig.bars.record([{ series, bars: corrected(bars.slice(600, 601)) }], null);
  rig.keeper.changed(series, utcMs(bars[600]?.openTimeUtcMs ?? 0));
  rig.settle();
  expect(rig.rows()).toEqual(after);
  expect(rig.rows().slice(0, 600)).toEqual(before.slice(0, 600));
  expect(rig.rows()[600]).not.toEqual(before[600]);
});

/** Rows that pass between keeper and stores. */
interface Traffic {
  calls: number;
  barsRead: number;
  rowsSaved: number;
}

function countedRig(): ReturnType<typeof createMemoryRig> & { readonly traffic: Traffic } {
  const traffic: Traffic = { calls: 0, barsRead: 0, rowsSaved: 0 };
  const counted = (read: readonly Bar[]): readonly Bar[] => {
    traffic.calls++;
    traffic.barsRead += read.length;
    return read;
  };
  const wrap: NonNullable<Parameters<typeof createMemoryRig>[0]>['wrap'] = (stores) => ({
    bars: {
      ...stores.bars,
      read: (range) => counted(stores.bars.read(range)),
      readBetween: (span) => counted(stores.bars.readBetween(span)),
    },
    indicators: {
      ...stores.indicators,
      save: (key, version, rows) => {
        traffic.calls++;
        traffic.rowsSaved += rows.length;
        stores.indicators.save(key, version, rows);
      },
    },
  });
  const rig = createMemoryRig({ wrap });
  return Object.assign(rig, { traffic });
}

test('a history that is told from its newest day back to its first is read and derived once', () => {
  for (const count of [2_000, 8_000]) {
    const history = sampleBars({ count, seed: 8, timeframe: 'H1' });
    const rig = countedRig();
    for (let end = count; end > 0; end -= 100) {
      rig.record(history.slice(end - 100, end));
      rig.clock.advance(3_000);
    }
    expect(rig.traffic).toEqual({ calls: 0, barsRead: 0, rowsSaved: 0 });
    rig.settle();
    expect(rig.traffic.barsRead).toBe(count);
    expect(rig.traffic.rowsSaved).toBe(count);
    expect(rig.traffic.calls).toBeLessThan(2 * (count / 1024 + 10));
    expect(rig.rows()).toHaveLength(count);
  }
});

test('each bar that closes costs the reading of itself, and a restart the warm-up and the days whose volume counts', () => {
  const rig = countedRig();
  rig.record(bars.slice(0, 500));
  rig.settle();
  const before = { ...rig.traffic };
  for (const bar of bars.slice(500, 600)) {
    rig.record([bar]);
    rig.clock.advance(0);
  }
  expect(rig.traffic.barsRead - before.barsRead).toBe(100);
  expect(rig.traffic.rowsSaved - before.rowsSaved).toBe(100);
  rig.restart();
  rig.settle();
  const daysBars = takeUpSpanMs(series) / 3_600_000 + 1;
  expect(daysBars).toBeGreaterThan(takeUpBars);
  expect(rig.traffic.barsRead - before.barsRead).toBe(100 + daysBars);
  expect(rig.traffic.rowsSaved - before.rowsSaved).toBe(100);
});

test('slices are fitted to four milliseconds, and a bar that closes elsewhere does not wait behind years', () => {
  const [saves, elsewhere]: [{ symbol: string; rows: number }[], BarSeries] = [[], { ...series, symbol: 'EURUSD' }];
  let workedMs = 0;
  const rig = createMemoryRig({
    wrap: ({ bars: barStore, indicators }) => ({
      bars: barStore,
      indicators: {
        ...indicators,
        save: (key, version, rows) => {
          saves.push({ symbol: key.symbol, rows: rows.length });
          workedMs += rows.length * 0.03;
          indicators.save(key, version, rows);
          if (saves.length === 5) closeElsewhere();
        },
      },
    }),
    workedMs: () => workedMs,
  });
  const closeElsewhere = (): void => {
    const next = sampleBar({ openTimeUtcMs: (bars.at(-1)?.openTimeUtcMs ?? 0) + 3_600_000, close: 2000 });
    rig.bars.record([{ series: elsewhere, bars: [next] }], null);
    rig.keeper.changed(elsewhere, next.openTimeUtcMs);
  };
  rig.bars.record([{ series: elsewhere, bars }], null);
  rig.keeper.changed(elsewhere, utcMs(0));
  rig.settle();
  saves.length = 0;
  rig.record(sampleBars({ count: 5_000, seed: 8, timeframe: 'H1' }));
  rig.settle();
  expect(saves.findIndex(({ symbol }) => symbol === 'EURUSD')).toBe(5);
  expect(Math.max(...saves.map(({ rows }) => rows * 0.03))).toBeLessThanOrEqual(4);
  expect(saves.length).toBeLessThan(5_000 / 60);
  expect(rig.rows()).toHaveLength(5_000);
});

test('a store that cannot be written is tried again later, and what was computed meanwhile is computed anew', () => {
  let isFull = false;
  const rig = createMemoryRig({
    wrap: ({ bars: barStore, indicators }) => ({
      bars: barStore,
      indicators: {
        ...indicators,
        save: (key, version, rows) => {
          if (isFull) throw new FaultError(fault('STORE_FULL', 'The disk is full.'));
          indicators.save(key, version, rows);
        },
      },
    }),
  });
  rig.record(bars.slice(0, 300));
  rig.settle();
  isFull = true;
  rig.record(bars.slice(300, 301));
  rig.clock.advance(29_000);
  rig.record(bars.slice(301));
  rig.clock.advance(2_000);
  expect(rig.rows()).toHaveLength(300);
  isFull = false;
  rig.settle();
  expect(rig.rows()).toEqual(onePass(bars));
  expect(rig.lines.map(({ level, facts }) => [level, facts.code, facts.symbol])).toEqual([
    ['warn', 'STORE_FULL', 'XAUUSD'],
    ['warn', 'STORE_FULL', 'XAUUSD'],
  ]);
});

test('an error of our own is not taken for one of the disk', () => {
  const rig = createMemoryRig({
    wrap: (stores) => ({
      ...stores,
      bars: {
        ...stores.bars,
        readBetween: () => {
          throw new TypeError('a mistake');
        },
      },
    }),
  });
  rig.record(bars);
  expect(() => {
    rig.settle();
  }).toThrow('a mistake');
});

test('what the market’s clock does not show yet changes nothing that is derived', () => {
  let shown = Infinity;
  const rig = createMemoryRig({
    wrap: ({ bars: barStore, indicators }) => ({
      bars: {
        ...barStore,
        read: (range) => barStore.read(range).filter((bar) => bar.openTimeUtcMs < shown),
        readBetween: (span) => barStore.readBetween(span).filter((bar) => bar.openTimeUtcMs < shown),
      },
      indicators,
    }),
  });
  rig.record(bars);
  rig.settle();
  shown = bars[500]?.openTimeUtcMs ?? 0;
  rig.restart();
  rig.settle();
  expect(rig.rows()).toEqual(onePass(bars));
});

test('numbers that cannot be gone on from are derived anew, all of them', () => {
  const rig = createMemoryRig();
  rig.record(bars.slice(0, 600));
  rig.settle();
  const seed = assertDefined(rig.rows().at(-warmUpBars - 1), 'the row that is gone on from');
  rig.indicators.save(series, derivedVersion, [{ ...seed, values: { ...seed.values, atr20: null } }]);
  rig.restart();
  rig.record(bars.slice(600));
  rig.settle();
  expect(rig.rows()).toEqual(onePass(bars));
});

test('minutes are not derived, and nothing is after the end', () => {
  const rig = createMemoryRig();
  const minutes: BarSeries = { ...series, timeframe: 'M1' };
  rig.bars.record([{ series: minutes, bars: sampleBars({ count: 300 }) }], null);
  rig.keeper.changed(minutes, utcMs(0));
  expect(rig.clock.pendingTimers()).toBe(0);
  rig.record(bars);
  rig.keeper[Symbol.dispose]();
  rig.record(bars.slice(0, 1));
  rig.settle();
  expect(rig.rows()).toEqual([]);
});

test('a state is undefined until all of it is, also behind a hole, and is known from its bar’s close on', () => {
  const rig = createMemoryRig();
  rig.holes = [holeBefore(bars[450], 'unexpected')];
  rig.record(bars);
  rig.settle();
  const states = rig.rows().map(({ state }) => state);
  const without = states.flatMap((state, index) => (state === null ? [index] : []));
  const warmUp = Array.from({ length: warmUpBars - 1 }, (_, index) => index);
  expect(without).toEqual([...warmUp, ...warmUp.map((index) => 450 + index)]);
  expect(states.at(-1)?.knownAtUtcMs).toBe((bars.at(-1)?.openTimeUtcMs ?? 0) + 3_600_000);
});

test('five minutes have numbers and no states, and nobody is told of any', () => {
  const rig = createMemoryRig();
  const fives: BarSeries = { ...series, timeframe: 'M5' };
  const told: BarSeries[] = [];
  rig.keeper.subscribe((of) => told.push(of));
  rig.bars.record([{ series: fives, bars }], null);
  rig.keeper.changed(fives, utcMs(0));
  rig.settle();
  const range = { series: fives, version: derivedVersion, beforeUtcMs: endOfTimeUtcMs, limit: Infinity };
  const run = startIndicators(fives);
  expect(rig.indicators.read(range)).toEqual(bars.map((bar) => run.push(bar)));
  expect(bars.map((bar) => run.push(bar).state)).not.toContainEqual(expect.anything());
  expect(told).toEqual([]);
});

test('who listens is told of the first bar of each slice that is stored, until it listens no more', () => {
  const rig = createMemoryRig();
  const told: (readonly [BarSeries, UtcMs])[] = [];
  const listening = rig.keeper.subscribe((of, fromUtcMs) => told.push([of, fromUtcMs]));
  rig.record(bars.slice(0, 600));
  rig.settle();
  const slices = told.splice(0);
  expect(slices[0]).toEqual([series, bars[0]?.openTimeUtcMs]);
  expect(slices.length).toBeGreaterThan(1);
  rig.record(corrected(bars.slice(300, 301)));
  rig.settle();
  expect(told.map(([, fromUtcMs]) => fromUtcMs).sort()[0]).toBe(bars[300]?.openTimeUtcMs);
  told.length = 0;
  listening[Symbol.dispose]();
  rig.record(bars.slice(600));
  rig.settle();
  expect(told).toEqual([]);
});

test('a series waits in the outbox until it is derived to its end, also where the program ended in between', () => {
  let isKilled = false;
  const rig = createMemoryRig({
    wrap: ({ bars: barStore, indicators }) => ({
      bars: barStore,
      indicators: {
        ...indicators,
        save: (key, version, rows) => {
          indicators.save(key, version, rows);
          if (isKilled) rig.keeper[Symbol.dispose]();
          if (isKilled) throw new FaultError(fault('STORE_BUSY', 'killed'));
        },
      },
    }),
  });
  rig.record(bars.slice(0, 300));
  rig.clock.advance(0);
  expect(rig.outbox.waiting()).toEqual([series]);
  rig.settle();
  expect([rig.outbox.waiting(), rig.keeper.isIdle()]).toEqual([[], true]);
  isKilled = true;
  rig.record(bars.slice(300, 304));
  rig.settle();
  expect([rig.outbox.waiting(), rig.rows().length]).toEqual([[series], 304]);
  isKilled = false;
  rig.restart();
  rig.settle();
  expect(rig.outbox.waiting()).toEqual([]);
});

test('whoever has to wait for it derives all at once, without rest, and hears of a store that fails', () => {
  let isFull = true;
  const rig = createMemoryRig({
    wrap: ({ bars: barStore, indicators }) => ({
      bars: barStore,
      indicators: {
        ...indicators,
        save: (key, version, rows) => {
          if (isFull) throw new FaultError(fault('STORE_FULL', 'The disk is full.'));
          indicators.save(key, version, rows);
        },
      },
    }),
  });
  rig.bars.record([{ series: { ...series, symbol: 'EURUSD' }, bars }], null);
  rig.bars.record([{ series, bars }], null);
  expect(rig.keeper.deriveNext()).toBe(false);
  rig.keeper.start();
  expect(rig.keeper.isIdle()).toBe(false);
  expect(() => rig.keeper.deriveNext()).toThrow('The disk is full.');
  isFull = false;
  while (rig.keeper.deriveNext());
  expect([rig.rows(), rig.keeper.isIdle()]).toEqual([onePass(bars), true]);
});
