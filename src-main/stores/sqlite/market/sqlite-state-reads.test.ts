import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BarSeries } from '#shared/market/bar-series.ts';
import { price } from '#shared/units/price.ts';
import { endOfTimeUtcMs, utcMs } from '#shared/units/utc-ms.ts';
import type { MarketState } from '#main/ports/indicator-store.ts';
import type { StateReads } from '#main/ports/state-reads.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { assertDefined } from '#shared/base/assert.ts';
import { temporaryMarket, type TemporaryMarket } from './temporary-market.suite.ts';

let market: TemporaryMarket;

beforeEach(() => {
  market = temporaryMarket();
});

afterEach(() => {
  market[Symbol.dispose]();
});

const terminal: BarSeries = { symbol: 'XAUUSD', timeframe: 'H1', source: 'terminal', anchor: 'hour' };
const imported: BarSeries = { ...terminal, source: 'import' };
const bars = sampleBars({ count: 10, timeframe: 'H1' });
const barOf = (index: number) => assertDefined(bars[index], 'a bar');
const closeOf = (index: number) => utcMs(barOf(index).openTimeUtcMs + 3_600_000);
const version = { indicators: 2, states: 1 };

const stateOf = (index: number, level = index): MarketState => ({
  vector: Float32Array.of(level, -level),
  knownAtUtcMs: closeOf(index),
  regime: 'turbulent',
});

/** Bars and what is derived of them; `without` have no state. */
function derive(series: BarSeries, { without = [] as readonly number[], level = 0, of = version } = {}): void {
  market.store.bars.record([{ series, bars }], null);
  const rows = bars.map(({ openTimeUtcMs }, index) => ({
    openTimeUtcMs,
    values: { atr: 1 },
    state: without.includes(index) ? null : stateOf(index, level + index),
  }));
  market.store.indicators.save(series, of, rows);
}

const at = (atUtcMs: number, more: Partial<Parameters<StateReads['stateAt']>[0]> = {}) =>
  market.store.states.stateAt({
    ...{ symbol: 'XAUUSD', timeframe: 'H1', stateVersion: 1, atUtcMs: utcMs(atUtcMs) },
    ...more,
  });

test('the state of a moment is that of the newest bar that had closed by then', () => {
  derive(terminal);
  expect(at(closeOf(4))).toEqual({ series: terminal, openTimeUtcMs: barOf(4).openTimeUtcMs, state: stateOf(4) });
  expect(at(closeOf(4) - 1)?.openTimeUtcMs).toBe(barOf(3).openTimeUtcMs);
  expect(at(endOfTimeUtcMs)?.openTimeUtcMs).toBe(barOf(9).openTimeUtcMs);
  expect(at(barOf(0).openTimeUtcMs)).toBeNull();
});

test('a bar without a state is passed over, and one that lost its own too', () => {
  derive(terminal, { without: [5] });
  expect(at(closeOf(5))?.openTimeUtcMs).toBe(barOf(4).openTimeUtcMs);
  market.store.indicators.save(terminal, version, [
    { openTimeUtcMs: barOf(4).openTimeUtcMs, values: { atr: 1 }, state: null },
  ]);
  expect(at(closeOf(5))?.openTimeUtcMs).toBe(barOf(3).openTimeUtcMs);
});

test('states of bars behind one that has changed do not count until they are derived anew', () => {
  derive(terminal);
  const raised = [{ ...barOf(6), high: price(barOf(6).high + 1) }];
  market.store.bars.record([{ series: terminal, bars: raised }], null);
  expect(at(endOfTimeUtcMs)?.openTimeUtcMs).toBe(barOf(5).openTimeUtcMs);
  const stateOfBar = (index: number) => {
    const { openTimeUtcMs } = barOf(index);
    return market.store.states.stateOf({ series: terminal, openTimeUtcMs, stateVersion: 1 });
  };
  expect([stateOfBar(5), stateOfBar(6)]).toEqual([stateOf(5), null]);
  derive(terminal);
  expect([at(endOfTimeUtcMs)?.openTimeUtcMs, stateOfBar(6)]).toEqual([barOf(9).openTimeUtcMs, stateOf(6)]);
});

test('the terminal outranks a file, and of two files of which none does neither answers', () => {
  derive(imported, { level: 50 });
  expect(at(closeOf(4))?.series).toEqual(imported);
  derive(terminal);
  expect(at(closeOf(4))?.series).toEqual(terminal);
  derive({ ...terminal, symbol: 'EURUSD', source: 'one' });
  expect(at(closeOf(4), { symbol: 'EURUSD' })).not.toBeNull();
  derive({ ...terminal, symbol: 'EURUSD', source: 'other' });
  expect(at(closeOf(4), { symbol: 'EURUSD' })).toBeNull();
});

test('of one version of states the newest indicators count; another version, symbol or timeframe has none', () => {
  derive(terminal);
  derive(terminal, { level: 10, of: { indicators: 3, states: 1 } });
  expect(at(closeOf(4))?.state).toEqual(stateOf(4, 14));
  expect([at(closeOf(4), { stateVersion: 2 }), at(closeOf(4), { symbol: 'nobody' })]).toEqual([null, null]);
  expect(at(closeOf(4), { timeframe: 'H4' })).toBeNull();
  const { openTimeUtcMs } = barOf(1);
  expect(market.store.states.stateOf({ series: imported, openTimeUtcMs, stateVersion: 1 })).toBeNull();
});
