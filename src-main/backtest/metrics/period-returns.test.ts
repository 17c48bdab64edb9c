import { expect, test } from 'vitest';
import { brokerClock } from '#shared/time/broker-clock.ts';
import { byDay, byMonth, byWeek, periodReturns, worstLoss } from './period-returns.ts';

const clock = brokerClock('ny+7');

/** Friday, 29 March 2024; Monday, 1 April; Tuesday, 2 April: broker midnights stand at 21:00 UTC then. */
const days = {
  startUtcMs: [Date.UTC(2024, 2, 28, 21), Date.UTC(2024, 2, 31, 21), Date.UTC(2024, 3, 1, 21)],
  ratio: [0.1, -0.2, 0.5],
};

test('days belong to the dates, weeks and months of the broker’s clock', () => {
  expect(periodReturns(days, clock, byDay).map(({ period }) => period)).toEqual([
    ...['2024-03-29', '2024-04-01', '2024-04-02'],
  ]);
  expect(periodReturns(days, clock, byWeek)).toEqual([
    { period: '2024-03-25', ratio: expect.closeTo(0.1, 12) },
    { period: '2024-04-01', ratio: expect.closeTo(0.2, 12) },
  ]);
  expect(periodReturns(days, clock, byMonth)).toEqual([
    { period: '2024-03-01', ratio: expect.closeTo(0.1, 12) },
    { period: '2024-04-01', ratio: expect.closeTo(0.2, 12) },
  ]);
});

test('the worst loss is positive, negative where even the worst gained, and null of nothing', () => {
  expect(worstLoss(periodReturns(days, clock, byDay))).toBeCloseTo(0.2, 12);
  expect(worstLoss(periodReturns(days, clock, byMonth))).toBeCloseTo(-0.1, 12);
  expect(worstLoss([])).toBeNull();
});
