import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fault } from '#shared/base/fault.ts';
import type { SyncLog } from '#shared/contract/sync-health.ts';
import type { BarSeries } from '#shared/market/bar-series.ts';
import type { Hole } from '#shared/market/hole.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { SyncState } from '#main/ports/sync-store.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { syncLogsMax } from './sync-log-rows.ts';
import { temporaryMarket, type TemporaryMarket } from './temporary-market.suite.ts';

let market: TemporaryMarket;

beforeEach(() => {
  market = temporaryMarket();
});

afterEach(() => {
  market[Symbol.dispose]();
});

const series: BarSeries = { symbol: 'XAUUSD', timeframe: 'M1', source: 'terminal', anchor: 'hour' };
const at = (offset: number) => utcMs(sampleStartUtcMs + offset);
const span = (from: number, to: number) => ({ fromUtcMs: at(from), toUtcMs: at(to) });

const hole = (from: number, to: number, change: Partial<Hole> = {}): Hole => ({
  ...span(from, to),
  kind: 'unexpected',
  missingBars: to - from,
  attempts: 0,
  isEmptyAtSource: false,
  ...change,
});

const state: SyncState = {
  kind: 'deals',
  symbol: null,
  timeframe: null,
  backfilledFromUtcMs: null,
  wantedFromUtcMs: null,
  cursorUtcMs: null,
  corrections: 0,
  lastFault: null,
  changedAtUtcMs: at(0),
};

test('a state is found by its key after a restart, and the newer one stands', () => {
  const ofTicks: SyncState = { ...state, kind: 'ticks', symbol: 'XAUUSD', cursorUtcMs: at(9) };
  const { sync } = market.store;
  expect(sync.state(state)).toBeNull();
  sync.saveState(state);
  sync.saveState(ofTicks);
  sync.saveState({ ...state, lastFault: fault('NOT_CONNECTED', 'gone'), corrections: 2 });
  const reopened = market.reopen().sync;
  expect(reopened.state(state)).toMatchObject({ corrections: 2, lastFault: { code: 'NOT_CONNECTED' } });
  expect(reopened.states()).toEqual([reopened.state(state), ofTicks]);
});

test('logs are told newest first, and the oldest fall out at the bound', () => {
  const log = (index: number): SyncLog => ({
    startedAtUtcMs: at(index),
    kind: 'bars',
    symbol: 'XAUUSD',
    timeframe: 'M1',
    action: 'backfill',
    durationMs: 1.5,
    rows: index,
    fault: index % 2 === 0 ? null : fault('SYNC_TIMEOUT', 'late'),
  });
  const { sync } = market.store;
  for (let index = 0; index < 5; index++) sync.log(log(index));
  expect(sync.logs(2)).toEqual([log(4), log(3)]);
  for (let index = 5; index < syncLogsMax + 10; index++) sync.log(log(index));
  expect(market.rows('SELECT count(*) AS count, min(row_count) AS oldest FROM sync_logs')).toEqual([
    { count: syncLogsMax, oldest: 10 },
  ]);
});

test('holes are told where they touch a span', () => {
  const { sync } = market.store;
  expect(sync.holes(series, span(0, 100))).toEqual([]);
  const holes = [hole(0, 10), hole(20, 30, { kind: 'weekend', missingBars: 0 }), hole(40, 50, { attempts: 2 })];
  sync.replaceHoles(series, span(0, 100), holes);
  expect(sync.holes(series, span(0, 100))).toEqual(holes);
  expect(sync.holes(series, span(5, 21))).toEqual(holes.slice(0, 2));
  expect(sync.holes(series, span(10, 20))).toEqual([]);
  expect(sync.holes(series, span(29, 40))).toEqual([holes[1]]);
  expect(sync.holes({ ...series, symbol: 'EURUSD' }, span(0, 100))).toEqual([]);
});

test('what is known of a span replaces what was, and the counts follow', () => {
  const { sync } = market.store;
  expect(sync.holeCounts(series)).toEqual({ expected: 0, unexpected: 0, missingBars: 0 });
  sync.replaceHoles(series, span(0, 100), [
    hole(0, 10),
    hole(20, 30),
    hole(40, 50, { kind: 'holiday', missingBars: 0 }),
  ]);
  expect(sync.holeCounts(series)).toEqual({ expected: 1, unexpected: 2, missingBars: 20 });
  const repaired = hole(24, 30, { attempts: 1, isEmptyAtSource: true });
  sync.replaceHoles(series, span(15, 35), [repaired]);
  expect(sync.holes(series, span(0, 100))).toEqual([
    hole(0, 10),
    repaired,
    hole(40, 50, { kind: 'holiday', missingBars: 0 }),
  ]);
  expect(sync.holeCounts(series)).toEqual({ expected: 1, unexpected: 2, missingBars: 16 });
  expect(market.reopen().sync.holeCounts(series)).toEqual({ expected: 1, unexpected: 2, missingBars: 16 });
  expect(market.store.bars.summaries()).toEqual([]);
  expect(market.store.bars.chooseSeries(series)).toEqual({ ok: true, value: null });
});

test('whatever is told of whichever spans, those holes are known that were told last, and no two overlap', () => {
  const told = fc
    .record({
      from: fc.nat(90),
      length: fc.integer({ min: 1, max: 40 }),
      ends: fc.uniqueArray(fc.nat(40), { maxLength: 6 }),
    })
    .map(({ from, length, ends }) => {
      const inside = ends.filter((end) => end <= length).toSorted((a, b) => a - b);
      const holes = inside.slice(1).flatMap((end, index) => {
        // Every second stretch is a hole, so that some of them touch the ends of the span.
        return index % 2 === 0 ? [hole(from + (inside[index] ?? 0), from + end)] : [];
      });
      return { span: span(from, from + length), holes };
    });
  let run = 0;
  fc.assert(
    fc.property(fc.array(told, { maxLength: 10 }), (turns) => {
      const of = { ...series, source: `run ${run++}` };
      let plain: readonly Hole[] = [];
      for (const turn of turns) {
        const touches = ({ fromUtcMs, toUtcMs }: Hole): boolean =>
          fromUtcMs < turn.span.toUtcMs && toUtcMs > turn.span.fromUtcMs;
        expect(market.store.sync.holes(of, turn.span)).toEqual(plain.filter(touches));
        plain = [...plain.filter((known) => !touches(known)), ...turn.holes].toSorted(
          (a, b) => a.fromUtcMs - b.fromUtcMs,
        );
        market.store.sync.replaceHoles(of, turn.span, turn.holes);
        const missingBars = plain.reduce((sum, known) => sum + known.missingBars, 0);
        expect(market.store.sync.holeCounts(of)).toEqual({ expected: 0, unexpected: plain.length, missingBars });
      }
      expect(market.store.sync.holes(of, span(0, 1000))).toEqual(plain);
    }),
    { numRuns: 60 },
  );
});
