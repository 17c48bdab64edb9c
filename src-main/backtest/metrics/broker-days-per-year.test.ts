import { expect, test } from 'vitest';
import { brokerDaysPerYear } from './broker-days-per-year.ts';
import { cagr } from './cagr.ts';

const dayMs = 86_400_000;
const weekdays = (count: number) =>
  Array.from({ length: count }, (_, day) => (Math.floor(day / 5) * 7 + (day % 5)) * dayMs);

test('days are counted as the market had them, and as 260 where a run is too short to tell', () => {
  expect(brokerDaysPerYear(weekdays(5))).toBe(260);
  expect(brokerDaysPerYear([])).toBe(260);
  // 200 weeks of five days: 1,000 days in 1,398 calendar days.
  expect(brokerDaysPerYear(weekdays(1_000))).toBeCloseTo(1_000 / (1_398 / 365.25), 9);
});

test('less than 30 days are not brought to a year', () => {
  expect(cagr(0.1, 29 / 365.25)).toBeNull();
  expect(cagr(0.1, 30 / 365.25)).not.toBeNull();
});

test('who lost everything lost it every year', () => {
  expect(cagr(-1, 2)).toBe(-1);
});
