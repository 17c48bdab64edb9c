import { afterEach, beforeEach, expect, test } from 'vitest';
import { assertDefined } from '#shared/base/assert.ts';
import type { BarSeries } from '#shared/market/bar-series.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { DerivedVersion, MarketState } from '#main/ports/indicator-store.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { unpackVector } from './packed-vector.ts';
import { temporaryMarket, type TemporaryMarket } from './temporary-market.suite.ts';

let market: TemporaryMarket;

beforeEach(() => {
  market = temporaryMarket();
});

afterEach(() => {
  market[Symbol.dispose]();
});

const series: BarSeries = { symbol: 'XAUUSD', timeframe: 'H1', source: 'terminal', anchor: 'hour' };
const version: DerivedVersion = { indicators: 2, states: 1 };
const bars = sampleBars({ count: 8, timeframe: 'H1' });
const barOf = (index: number) => assertDefined(bars[index], 'a bar');

/** Components that no decimal writes shortly. */
const stateOf = (index: number, change: Partial<MarketState> = {}): MarketState => ({
  vector: Float32Array.of(index / 3, -0.1, Math.SQRT1_2),
  knownAtUtcMs: utcMs(barOf(index).openTimeUtcMs + 3_600_000),
  regime: 'range',
  ...change,
});

function save(from: number, states: readonly (MarketState | null)[], of = version): void {
  const rows = states.map((state, offset) => ({
    openTimeUtcMs: barOf(from + offset).openTimeUtcMs,
    values: { ema: 1 },
    state,
  }));
  market.store.indicators.save(series, of, rows);
}

interface StoredRow {
  readonly at: number;
  readonly known: number;
  readonly regime: string | null;
  readonly packed: Uint8Array | null;
  readonly revision: number;
}

/** The bar's number, its regime, and its revision, in the order of the changes. */
const changes = () =>
  stored().map(({ at, regime, revision }) => [bars.findIndex((bar) => bar.openTimeUtcMs === at), regime, revision]);

const stored = () =>
  market.rows(
    'SELECT open_time_utc_ms AS at, known_at_utc_ms AS known, regime, packed, revision FROM states ORDER BY revision',
  ) as readonly StoredRow[];

const lastRevision = () => market.rows(`SELECT last_revision AS last FROM change_feeds WHERE name = 'vectors'`);

test('a state is stored bit for bit with the moment from which it was known, and a bar without one has no row', () => {
  save(0, [null, stateOf(1), stateOf(2, { regime: 'turbulent' })]);
  const [first] = stored();
  expect(changes()).toEqual([
    [1, 'range', 1],
    [2, 'turbulent', 2],
  ]);
  expect([first?.known, unpackVector(first?.packed ?? new Uint8Array())]).toEqual([
    stateOf(1).knownAtUtcMs,
    stateOf(1).vector,
  ]);
  expect(first?.packed?.byteLength).toBe(12);
});

test('a state that says the same again keeps its revision, whatever else of the slice has changed', () => {
  save(0, [stateOf(0), stateOf(1), stateOf(2), stateOf(3), stateOf(4)]);
  save(0, [stateOf(0), stateOf(1), stateOf(2), stateOf(3), stateOf(4)]);
  expect(lastRevision()).toEqual([{ last: 5 }]);
  save(0, [
    stateOf(0),
    stateOf(1, { vector: Float32Array.of(1 / 3, 0, Math.SQRT1_2) }),
    stateOf(2, { regime: 'trendUp' }),
    stateOf(3),
    stateOf(4, { knownAtUtcMs: utcMs(7) }),
    stateOf(5),
  ]);
  expect(changes()).toEqual([
    [0, 'range', 1],
    [3, 'range', 4],
    [1, 'range', 6],
    [2, 'trendUp', 7],
    [4, 'range', 8],
    [5, 'range', 9],
  ]);
});

test('a state that is none any more leaves an empty row behind, told once, and may come back', () => {
  save(0, [stateOf(0), stateOf(1)]);
  save(0, [null, stateOf(1)]);
  save(0, [null, stateOf(1)]);
  expect(changes()).toEqual([
    [1, 'range', 2],
    [0, null, 3],
  ]);
  expect(stored()[1]?.packed).toBeNull();
  save(0, [stateOf(0)]);
  expect(changes()).toEqual([
    [1, 'range', 2],
    [0, 'range', 4],
  ]);
});

test('versions have states of their own, under revisions of one feed', () => {
  save(0, [stateOf(0)]);
  save(0, [stateOf(0)], { ...version, states: 2 });
  expect(changes()).toEqual([
    [0, 'range', 1],
    [0, 'range', 2],
  ]);
});

test('a save that fails leaves neither states nor revisions', () => {
  save(0, [stateOf(0)]);
  expect(() => {
    save(1, [stateOf(1), stateOf(2, { regime: null as never })]);
  }).toThrow('CHECK');
  expect([changes(), lastRevision()]).toEqual([[[0, 'range', 1]], [{ last: 1 }]]);
});
