import { expect, test } from 'vitest';
import { barArrays } from '#main/testkit/bar-arrays.ts';
import { naiveAtr, naiveDonchianHigh, naiveDonchianLow, naiveEma, naiveSma } from '#main/testkit/naive-features.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { resumeIndicators, startIndicators, warmUpBars } from './indicator-set.ts';

const bars = sampleBars({ count: 400, seed: 7, timeframe: 'M5' });

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
  const run = startIndicators();
  const pushed = bars.map((bar) => run.push(bar));
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

test('after the warm-up, and not before, every number is defined', () => {
  const run = startIndicators();
  const undefinedNumbers = bars.map((bar) => Object.values(run.push(bar)).filter((value) => value === null).length);
  expect(undefinedNumbers.findIndex((count) => count === 0)).toBe(warmUpBars - 1);
  expect(Math.max(...undefinedNumbers.slice(warmUpBars - 1))).toBe(0);
});

test('it is taken up at any bar after the warm-up with the same bits, and from less than that not at all', () => {
  const run = startIndicators();
  const pushed = bars.map((bar) => run.push(bar));
  for (const at of [200, 201, 313, 399]) {
    const resumed = resumeIndicators(pushed[at - 1] ?? {}, bars.slice(at - warmUpBars, at));
    expect(bars.slice(at).map((bar) => resumed?.push(bar))).toEqual(pushed.slice(at));
  }
  expect(resumeIndicators(pushed[249] ?? {}, bars.slice(51, 250))).toBeNull();
  for (const name of ['ema20', 'ema50', 'atr14', 'atr20']) {
    expect(resumeIndicators({ ...pushed[199], [name]: null }, bars.slice(0, 200))).toBeNull();
  }
});

const mid = (high: readonly number[], low: readonly number[]): number[] =>
  high.map((top, index) => (top + (low[index] ?? NaN)) / 2);
