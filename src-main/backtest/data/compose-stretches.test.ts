import fc from 'fast-check';
import { expect, test } from 'vitest';
import { timeframeDurationMs } from '#shared/market/timeframe.ts';
import { sampleBar } from '#main/testkit/sample-bars.ts';
import { composeStretches } from './compose-stretches.ts';
import { stretchAt, stretchOf, told } from './stretch-of.suite.ts';

const day = '2024-01-02T';

test('the finest bars of each time are taken, coarser ones before, between and behind them', () => {
  const fine = stretchAt(
    'M15',
    `${day}10:00`,
    `${day}10:15`,
    `${day}10:30`,
    `${day}10:45`,
    `${day}12:00`,
    `${day}12:15`,
  );
  const coarse = stretchAt('H1', `${day}09:00`, `${day}10:00`, `${day}11:00`, `${day}12:00`, `${day}13:00`);
  const composed = composeStretches([fine, coarse]);
  expect(told(composed)).toEqual([
    `H1 ${day}09:00`,
    ...['10:00', '10:15', '10:30', '10:45'].map((at) => `M15 ${day}${at}`),
    `H1 ${day}11:00`,
    `H1 ${day}12:00`,
    `H1 ${day}13:00`,
  ]);
  expect(composed.close[5]).toBe(coarse.close[2]);
  expect(composed.close[1]).toBe(fine.close[0]);
});

test('where finer bars begin inside of a coarser one, that one stands for the part', () => {
  const fine = stretchAt('M15', `${day}10:30`, `${day}10:45`, `${day}11:00`, `${day}11:15`);
  const coarse = stretchAt('H1', `${day}09:00`, `${day}10:00`, `${day}11:00`);
  expect(told(composeStretches([fine, coarse]))).toEqual([
    `H1 ${day}09:00`,
    `H1 ${day}10:00`,
    `M15 ${day}11:00`,
    `M15 ${day}11:15`,
  ]);
});

test('a first or last coarser bar over an end of finer ones may be a part itself, and is left out', () => {
  const fine = stretchAt('M15', `${day}10:30`, `${day}10:45`, `${day}11:00`);
  const coarse = stretchAt('H1', `${day}10:00`, `${day}11:00`);
  expect(told(composeStretches([fine, coarse]))).toEqual(told(fine));
});

test('three series are told apart, and one alone stays as it is', () => {
  const [m1, m15, h1] = [
    stretchAt('M1', `${day}11:00`),
    stretchAt('M15', `${day}10:00`),
    stretchAt('H1', `${day}08:00`, `${day}09:00`, `${day}12:00`),
  ];
  expect(told(composeStretches([m1, m15, h1]))).toEqual([
    `H1 ${day}08:00`,
    `H1 ${day}09:00`,
    `M15 ${day}10:00`,
    `M1 ${day}11:00`,
    `H1 ${day}12:00`,
  ]);
  expect(composeStretches([h1])).toBe(h1);
  expect(told(composeStretches([stretchAt('M1'), h1]))).toEqual(told(h1));
});

test('whatever is stored, rows are in order and never overlap', () => {
  const start = Date.UTC(2024, 0, 2);
  const series = (timeframe: 'M15' | 'H1') =>
    fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 30 }).map((slots) =>
      stretchOf(
        slots
          .sort((a, b) => a - b)
          .map((slot) =>
            sampleBar({ openTimeUtcMs: start + slot * timeframeDurationMs(timeframe), close: 2000 + slot }),
          ),
        { timeframe },
      ),
    );
  fc.assert(
    fc.property(series('M15'), series('H1'), (fine, coarse) => {
      const { length, openTimeUtcMs, closeTimeUtcMs } = composeStretches([fine, coarse]);
      for (let row = 1; row < length; row++)
        expect(openTimeUtcMs[row]).toBeGreaterThanOrEqual(closeTimeUtcMs[row - 1] ?? NaN);
      expect(length).toBeGreaterThanOrEqual(Math.max(0, coarse.length > 0 ? 1 : fine.length));
    }),
  );
});
