import { expect, test } from 'vitest';
import type { Bar } from '#shared/market/bar.ts';
import { barArrays } from '#main/testkit/bar-arrays.ts';
import { stateComponents } from '#main/features/state-vector.ts';
import { naiveAtr, naiveDonchianHigh, naiveDonchianLow, naiveEma, naiveSma } from '#main/testkit/naive-features.ts';
import { naiveStates } from '#main/testkit/naive-state.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { resumeIndicators, startIndicators, takeUpBars, warmUpBars, type RunOf } from './indicator-set.ts';

const bars = sampleBars({ count: 400, seed: 7, timeframe: 'H1' });
const hours: RunOf = { symbol: 'XAUUSD', timeframe: 'H1', anchor: 'hour' };

test('every number is the one that its name says, by a computation from the definitions', () => {
  const { close, high, low } = barArrays(bars);
  const expected = {
    ema20: naiveEma([...close], 20),
    ema50: naiveEma([...close], 50),
    sma50: naiveSma([...close], 50),
    sma200: naiveSma([...close], 200),
    atr14: naiveAtr(bars, 14),
    atr20: naiveAtr(bars, 20),
    donchianHigh20: naiveDonchianHigh([...high], 20),
    donchianLow20: naiveDonchianLow([...low], 20),
    donchianMid20: mid(naiveDonchianHigh([...high], 20), naiveDonchianLow([...low], 20)),
    donchianHigh55: naiveDonchianHigh([...high], 55),
    donchianLow55: naiveDonchianLow([...low], 55),
    donchianMid55: mid(naiveDonchianHigh([...high], 55), naiveDonchianLow([...low], 55)),
  };
  const run = startIndicators(hours);
  const pushed = bars.map((bar) => run.push(bar).values);
  expect(Object.keys(pushed[0] ?? {}).sort()).toEqual(Object.keys(expected).sort());
  for (const [name, numbers] of Object.entries(expected)) {
    pushed.forEach((values, index) => {
      const number = numbers[index] ?? NaN;
      const value = values[name] ?? null;
      if (Number.isNaN(number)) expect([name, index, value]).toEqual([name, index, null]);
      else expect(Math.abs((value ?? NaN) / number - 1), `${name} of bar ${index}`).toBeLessThan(1e-9);
    });
  }
});

test('after the warm-up, and not before, everything is defined', () => {
  const run = startIndicators(hours);
  const rows = bars.map((bar) => run.push(bar));
  const isWhole = rows.map(({ values, state }) => state !== null && !Object.values(values).includes(null));
  expect(isWhole).toEqual(bars.map((_, index) => index >= warmUpBars - 1));
});

test('it is taken up at any bar with enough behind it with the same bits, and from less than that not at all', () => {
  const run = startIndicators(hours);
  const rows = bars.map((bar) => run.push(bar));
  const valuesAt = (bar: Bar) => rows[bars.indexOf(bar)]?.values ?? {};
  for (const at of [takeUpBars, takeUpBars + 1, 313, 399]) {
    const resumed = resumeIndicators(hours, bars.slice(at - takeUpBars, at), valuesAt);
    expect(bars.slice(at).map((bar) => resumed?.push(bar))).toEqual(rows.slice(at));
  }
  const enough = bars.slice(0, takeUpBars);
  expect(resumeIndicators(hours, enough.slice(1), valuesAt)).toBeNull();
  for (const name of ['ema20', 'ema50', 'atr14', 'atr20']) {
    expect(resumeIndicators(hours, enough, (bar) => ({ ...valuesAt(bar), [name]: null }))).toBeNull();
  }
});

test('the state is made of the bar’s own numbers and known from its close on, and there is none below a quarter of an hour', () => {
  const [run, fives] = [startIndicators(hours), startIndicators({ ...hours, timeframe: 'M5' })];
  const naive = naiveStates(bars, 3_600_000);
  bars.forEach((bar, index) => {
    expect(fives.push(bar).state).toBeNull();
    const { state } = run.push(bar);
    if (state === null) return;
    expect(state.knownAtUtcMs).toBe(bar.openTimeUtcMs + 3_600_000);
    stateComponents.forEach(({ name, weight }, component) => {
      const expected = weight * (naive[index]?.[name] ?? NaN);
      if (Number.isNaN(expected)) expect(state.vector[component]).toBeNaN();
      else expect(state.vector[component]).toBeCloseTo(expected, 6);
    });
  });
});

const mid = (high: readonly number[], low: readonly number[]): number[] =>
  high.map((top, index) => (top + (low[index] ?? NaN)) / 2);
