import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Bar } from '#shared/market/bar.ts';
import { timeframeDurationMs } from '#shared/market/timeframe.ts';
import { price } from '#shared/units/price.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { naiveAtr, naiveDonchianHigh, naiveDonchianLow, naiveSma } from '#main/testkit/naive-features.ts';
import { hasRealBars, readRealBars, realBarsTest } from '#main/testkit/real-bars.ts';
import { sampleBar, sampleBars } from '#main/testkit/sample-bars.ts';
import { sampleHeld } from '../sample-held.suite.ts';
import { sampleEuro, sampleGold, sampleInstrument } from '#main/testkit/sample-instrument.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { decisionCodes, isSetup, type DecisionCode } from '../decision-code.ts';
import { flatState, holdingSince, type HoldingState, type StrategyState } from '../strategy-state.ts';
import { boundOf, carryHolding, decidedColumns, type DecidedColumns } from '../decided-columns.suite.ts';
import { scenarioB } from './scenario-b.ts';

const codeNames = Object.fromEntries(Object.entries(decisionCodes).map(([name, code]) => [code, name]));
const barMs = timeframeDurationMs('H4');
const openTime = (index: number): number => sampleStartUtcMs + index * barMs;

const small = { smaFastBars: 2, smaSlowBars: 4, entryChannelBars: 3, exitChannelBars: 2, atrBars: 2 };

const columnsOf = (bars: readonly Bar[], changes: object = small): DecidedColumns =>
  decidedColumns(boundOf(scenarioB, changes), bars);

const closing = (...closes: readonly number[]): Bar[] =>
  closes.map((close, index) => sampleBar({ openTimeUtcMs: openTime(index), close }));

const holding = ({ market }: DecidedColumns, index: number, entry: { side: 'buy' | 'sell'; entryIndex: number }) =>
  holdingSince(
    market,
    index,
    sampleHeld({
      ...{ side: entry.side, openPrice: price(100), stop: null },
      openedAtUtcMs: utcMs(openTime(entry.entryIndex)),
    }),
  );

function said(columns: DecidedColumns, index: number, state: StrategyState = flatState) {
  const code = columns.decide(index, state);
  return {
    code: codeNames[code],
    signal: columns.signal(index, { code, state, instrument: sampleGold }),
    filters: columns.explain(index, state),
  };
}

test('buys on a close above the channel when the fast average is above the slow one, with the stop two ATR below', () => {
  expect(said(columnsOf(closing(100, 100, 100, 100, 103)), 4)).toEqual({
    code: 'enterBuy',
    signal: { kind: 'enter', side: 'buy', reference: 103, stop: 100, target: null },
    filters: [
      { filter: 'trendUp', value: 101.5, threshold: 100.75, passed: true },
      { filter: 'breakoutUp', value: 103, threshold: 100, passed: true },
      { filter: 'stopDistance', value: 3, threshold: 51.5, passed: true },
    ],
  });
});

test('sells on a close below the channel when the fast average is below the slow one, with the stop two ATR above', () => {
  expect(said(columnsOf(closing(100, 100, 100, 100, 97)), 4)).toEqual({
    code: 'enterSell',
    signal: { kind: 'enter', side: 'sell', reference: 97, stop: 100, target: null },
    filters: [
      { filter: 'trendDown', value: 98.5, threshold: 99.25, passed: true },
      { filter: 'breakoutDown', value: 97, threshold: 100, passed: true },
      { filter: 'stopDistance', value: 3, threshold: 48.5, passed: true },
    ],
  });
});

test('does not enter on a breakout that the averages contradict, and says which filter was in the way', () => {
  expect(said(columnsOf(closing(100, 100, 90, 101)), 3)).toEqual({
    code: 'setupSell',
    signal: { kind: 'none' },
    filters: [
      { filter: 'trendUp', value: 95.5, threshold: 97.75, passed: false },
      { filter: 'breakoutUp', value: 101, threshold: 100, passed: true },
      { filter: 'stopDistance', value: 16, threshold: 50.5, passed: true },
    ],
  });
  expect(said(columnsOf(closing(100, 100, 110, 99)), 3).code).toBe('setupBuy');
});

test('a close on the channel is no breakout, and equal averages set up nothing', () => {
  const columns = columnsOf(closing(100, 102, 101, 102, 101, 102, 102));
  expect(said(columns, 3).code).toBe('setupBuy');
  expect(said(columns, 4).code).toBe('none');
  expect(said(columns, 4).filters.map((filter) => filter.passed)).toEqual([false, false, true]);
});

test('a market that does not move, or a stop half the price away, is no setup', () => {
  expect(said(columnsOf(closing(100, 100, 100, 100, 100)), 4).code).toBe('none');
  const wild = closing(100, 160, 90, 170, 300);
  expect(said(columnsOf(wild), 4)).toMatchObject({ code: 'none', filters: [{}, {}, { passed: false }] });
});

test('leaves a buy on a close below the opposite channel', () => {
  const columns = columnsOf(closing(100, 110, 120, 130, 119));
  expect(said(columns, 4, holding(columns, 4, { side: 'buy', entryIndex: 2 }))).toEqual({
    code: 'exitOppositeChannel',
    signal: { kind: 'exit', side: 'buy', reference: 119, reason: 'oppositeChannel' },
    filters: [
      { filter: 'aboveExitChannel', value: 119, threshold: 120, passed: false },
      { filter: 'aboveChandelier', value: 119, threshold: 98.5, passed: true },
    ],
  });
});

test('leaves a sell on a close above the opposite channel', () => {
  const columns = columnsOf(closing(130, 120, 110, 100, 111));
  expect(said(columns, 4, holding(columns, 4, { side: 'sell', entryIndex: 2 }))).toMatchObject({
    code: 'exitOppositeChannel',
    signal: { kind: 'exit', side: 'sell', reference: 111, reason: 'oppositeChannel' },
  });
});

const tightTrail = { ...small, exitChannelBars: 10, chandelierAtr: 1 };

test('leaves a buy on a close one chandelier below the best price since the entry', () => {
  const columns = columnsOf(closing(...Array.from({ length: 12 }, (_, index) => 100 + index), 109), tightTrail);
  // The best price is 111; ATR goes from 1 to 1.5.
  expect(said(columns, 12, holding(columns, 12, { side: 'buy', entryIndex: 11 }))).toEqual({
    code: 'exitChandelier',
    signal: { kind: 'exit', side: 'buy', reference: 109, reason: 'chandelier' },
    filters: [
      { filter: 'aboveExitChannel', value: 109, threshold: 102, passed: true },
      { filter: 'aboveChandelier', value: 109, threshold: 109.5, passed: false },
    ],
  });
  expect(said(columns, 12, holding(columns, 12, { side: 'buy', entryIndex: 12 })).code).toBe('hold');
});

test('leaves a sell on a close one chandelier above the best price since the entry', () => {
  const columns = columnsOf(closing(...Array.from({ length: 12 }, (_, index) => 111 - index), 102), tightTrail);
  expect(said(columns, 12, holding(columns, 12, { side: 'sell', entryIndex: 11 }))).toMatchObject({
    code: 'exitChandelier',
    signal: { kind: 'exit', side: 'sell', reference: 102, reason: 'chandelier' },
  });
});

test('names the channel where channel and chandelier are broken at once', () => {
  const columns = columnsOf(closing(100, 101, 102, 103, 104, 90), { ...small, chandelierAtr: 0.5 });
  const { code, filters } = said(columns, 5, holding(columns, 5, { side: 'buy', entryIndex: 3 }));
  expect(code).toBe('exitOppositeChannel');
  expect(filters.every((filter) => !filter.passed)).toBe(true);
});

test('before the warm-up there is no data, and the filters that lack it are named', () => {
  const columns = columnsOf(closing(100, 101, 102, 103, 104));
  const firstDecision = [0, 1, 2, 3].findIndex((index) => said(columns, index).code !== 'noData');
  expect(firstDecision).toBe(columns.strategy.warmUpBars - 1);
  expect(said(columns, 2)).toEqual({
    code: 'noData',
    signal: { kind: 'none' },
    filters: [
      { filter: 'history', value: 3, threshold: 4, passed: false },
      { filter: 'trendUp', value: null, threshold: null, passed: false },
      { filter: 'breakoutUp', value: null, threshold: null, passed: false },
      { filter: 'stopDistance', value: 2, threshold: 51, passed: true },
    ],
  });
  expect(said(columns, 99)).toMatchObject({ code: 'noData' });
});

test('a position whose entry lies before the columns is left by the channel alone, and else there is no data', () => {
  const columns = columnsOf(closing(100, 110, 120, 130, 131, 119));
  const before = holding(columns, 4, { side: 'buy', entryIndex: -5 });
  expect(said(columns, 4, before)).toMatchObject({
    code: 'noData',
    filters: [{ passed: true }, { filter: 'aboveChandelier', value: null, threshold: null, passed: false }],
  });
  expect(said(columns, 5, before).code).toBe('exitOppositeChannel');
});

test('the stop of an entry is rounded away from the price, and is at least one tick off it', () => {
  const coarse = sampleInstrument({ tickSize: 0.25 });
  const columns = columnsOf(closing(100, 100, 100, 100, 100.5));
  const stopOf = (code: DecisionCode, instrument = coarse) => columns.signal(4, { code, state: flatState, instrument });
  expect(stopOf(decisionCodes.enterBuy)).toMatchObject({ reference: 100.5, stop: 100 });
  const dust = columnsOf(closing(100, 100, 100, 100, 100.0001));
  expect(dust.signal(4, { code: decisionCodes.enterSell, state: flatState, instrument: coarse })).toMatchObject({
    reference: 100,
    stop: 100.25,
  });
});

test('an exit can only be said of a position', () => {
  const columns = columnsOf(closing(100, 101));
  const exit = { code: decisionCodes.exitChandelier, state: flatState, instrument: sampleGold };
  expect(() => columns.signal(1, exit)).toThrow('only a position is left');
});

/** Trades as the rules say, filled on the close: the states that decisions are made in. */
function* replay(columns: DecidedColumns): Generator<{ index: number; state: StrategyState; code: DecisionCode }> {
  let state: StrategyState = flatState;
  for (let index = 0; index < columns.length; index++) {
    if (state.kind === 'holding') state = carryHolding(state, columns.market, index);
    const code = columns.decide(index, state);
    yield { index, state, code };
    const decided = columns.signal(index, { code, state, instrument: sampleEuro });
    if (decided.kind === 'enter') state = holding(columns, index, { side: decided.side, entryIndex: index });
    if (decided.kind === 'exit') state = flatState;
  }
}

const walk = (seed: number, count: number, changes: object = {}): DecidedColumns =>
  columnsOf(sampleBars({ count, seed, timeframe: 'H4', instrument: sampleEuro }), changes);

const mediumParameters = { smaFastBars: 10, smaSlowBars: 30, entryChannelBars: 15, exitChannelBars: 8, atrBars: 10 };

test('all filters pass exactly where the decision is to enter or to hold', () => {
  const seen = new Set<string | undefined>();
  fc.assert(
    fc.property(fc.nat(10_000), (seed) => {
      const columns = walk(seed, 400, mediumParameters);
      for (const { index, state, code } of replay(columns)) {
        const filters = columns.explain(index, state);
        const goes: readonly DecisionCode[] = [decisionCodes.enterBuy, decisionCodes.enterSell, decisionCodes.hold];
        expect(filters.every((filter) => filter.passed)).toBe(goes.includes(code));
        expect(filters.every(({ filter }) => scenarioB.filters.includes(filter))).toBe(true);
        seen.add(codeNames[code]);
      }
    }),
    { numRuns: 20, seed: 1 },
  );
  expect([...seen].sort()).toEqual(
    [
      'enterBuy',
      'enterSell',
      'exitChandelier',
      'exitOppositeChannel',
      'hold',
      'noData',
      'setupBuy',
      'setupSell',
    ].sort(),
  );
});

test('the setup stands where it was triggered or waits to be', () => {
  const setups = Object.entries(decisionCodes).filter(([, code]) => isSetup(code));
  expect(setups.map(([name]) => name)).toEqual(['setupBuy', 'setupSell', 'enterBuy', 'enterSell']);
});

const weekly = { ...small, weekend: 'flat' };

/** H4 bars, the last of which closes at a moment. */
const closingAt = (closesAtUtcMs: number, ...closes: readonly number[]): Bar[] =>
  closes.map((close, index) => sampleBar({ openTimeUtcMs: closesAtUtcMs - (closes.length - index) * barMs, close }));

test('where that is asked for, the last close before the week’s end leaves, and enters nothing', () => {
  // In winter H4 bars close at 9, 13 and 17 o'clock of New York on Friday.
  const friday9 = Date.UTC(2024, 0, 19, 14);
  const codesOf = (closesAtUtcMs: number, changes: object) => {
    const flat = columnsOf(closingAt(closesAtUtcMs, 100, 100, 100, 100, 103), changes);
    const held = columnsOf(closingAt(closesAtUtcMs, 100, 100, 101, 102, 103), changes);
    return [said(flat, 4).code, said(held, 4, { ...heldBuy, extreme: 103 }).code];
  };
  expect(codesOf(friday9, weekly)).toEqual(['enterBuy', 'hold']);
  for (const later of [4, 8]) {
    expect(codesOf(friday9 + later * 3_600_000, weekly)).toEqual(['none', 'exitWeekend']);
    expect(codesOf(friday9 + later * 3_600_000, small)).toEqual(['enterBuy', 'hold']);
  }
  expect(
    said(columnsOf(closingAt(friday9 + 4 * 3_600_000, 100, 100, 101, 102, 103), weekly), 4, heldBuy),
  ).toMatchObject({
    signal: { kind: 'exit', side: 'buy', reason: 'weekend' },
    filters: [{}, {}, { filter: 'weekLeft', value: 180, threshold: 240, passed: false }],
  });
});

const heldBuy: HoldingState = {
  kind: 'holding',
  ...{ side: 'buy', extreme: 103, entryPrice: 100, stop: 95, stopAsSent: 95 },
  ...{ volume: 0.1, volumeStep: 0.01, volumeMin: 0.01, isPartClosed: false },
};

test('with the regime asked for, a breakout enters only in a trend of its side, and says which regime there was', () => {
  const bars = sampleBars({ count: 1500, seed: 5, timeframe: 'H4', instrument: sampleEuro });
  const asking = columnsOf(bars, { ...mediumParameters, regimeFilter: 'trend' });
  const { warmUpBars } = asking.strategy;
  const breakouts = entries(columnsOf(bars, mediumParameters))
    .map((entry) => Number(entry.replace(/\D+/, '')))
    .filter((index) => index >= warmUpBars);
  const regimeAt = (index: number) =>
    asking.explain(index, flatState).find(({ filter }) => filter.startsWith('regime'))?.passed;
  expect(breakouts.filter((index) => regimeAt(index) === true).length).toBeGreaterThan(5);
  expect(breakouts.filter((index) => regimeAt(index) === false).length).toBeGreaterThan(5);
  for (const index of breakouts) {
    const code = codeNames[asking.decide(index, flatState)] ?? '';
    expect(['enterBuy', 'enterSell'].includes(code)).toBe(regimeAt(index));
  }
  const before = asking.explain(warmUpBars - 2, flatState).find(({ filter }) => filter.startsWith('regime'));
  expect(before).toMatchObject({ value: null, passed: false });
});

/** Entries straight from the definition, on whole windows. */
function naiveEntries(bars: readonly Bar[]): string[] {
  const closes = bars.map((bar) => bar.close);
  const fast = naiveSma(closes, 50);
  const slow = naiveSma(closes, 200);
  const high = naiveDonchianHigh(
    bars.map((bar) => bar.high),
    55,
  );
  const low = naiveDonchianLow(
    bars.map((bar) => bar.low),
    55,
  );
  return closes.flatMap((close, index) => {
    if ((fast[index] ?? NaN) > (slow[index] ?? NaN) && close > (high[index] ?? NaN)) return [`buy ${index}`];
    if ((fast[index] ?? NaN) < (slow[index] ?? NaN) && close < (low[index] ?? NaN)) return [`sell ${index}`];
    return [];
  });
}

function entries(columns: DecidedColumns): string[] {
  return Array.from({ length: columns.length }, (_, index) => index).flatMap((index) => {
    const code = columns.decide(index, flatState);
    if (code === decisionCodes.enterBuy) return [`buy ${index}`];
    return code === decisionCodes.enterSell ? [`sell ${index}`] : [];
  });
}

test('with its defaults it enters where a computation written from the definition does', () => {
  const bars = sampleBars({ count: 3000, seed: 13, timeframe: 'H4' });
  const expected = naiveEntries(bars);
  expect(entries(columnsOf(bars, {}))).toEqual(expected);
  expect(expected.some((entry) => entry.startsWith('buy'))).toBe(true);
  expect(expected.some((entry) => entry.startsWith('sell'))).toBe(true);
});

const file = 'XAUUSD_M5_2025.csv.gz';
test.skipIf(!hasRealBars(file))(
  realBarsTest(file, 'on real bars of gold it enters where the definition does, with stops at two ATR'),
  () => {
    const bars = readRealBars(file).slice(0, 6000);
    const columns = columnsOf(bars, { timeframe: 'M5' });
    expect(entries(columns)).toEqual(naiveEntries(bars));
    const atr = naiveAtr(bars.slice(0, 3000), 20);
    for (const { index, state, code } of replay(columnsOf(bars.slice(0, 3000), { timeframe: 'M5' }))) {
      const decided = columns.signal(index, { code, state, instrument: sampleGold });
      if (decided.kind !== 'enter') continue;
      const distance = Math.abs(decided.reference - decided.stop);
      expect(distance - 2 * (atr[index] ?? NaN)).toBeGreaterThan(-1e-6);
      expect(distance - 2 * (atr[index] ?? NaN)).toBeLessThan(sampleGold.tickSize);
    }
  },
);
