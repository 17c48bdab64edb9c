import { expect, test } from 'vitest';
import { brokerClock } from '#shared/time/broker-clock.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { riskLimitsSchema } from './risk-limits.ts';
import { weekendGapR } from './weekend-gap.ts';

const limits = riskLimitsSchema.parse({});
const gapOf = (scenario: 'A' | 'B', time: string) =>
  weekendGapR({ scenario, atUtcMs: utcMs(Date.parse(time)) }, brokerClock('ny+7'), limits);

test('a swing trade of the broker’s Friday, or of a weekend, may meet its gap', () => {
  // Thursday 17:00 of New York's winter is 22:00 UTC: the broker's Friday begins.
  expect(gapOf('B', '2024-01-04T21:59:59Z')).toBe(1);
  expect(gapOf('B', '2024-01-04T22:00:00Z')).toBe(3);
  expect(gapOf('B', '2024-01-06T12:00:00Z')).toBe(3);
  expect(gapOf('B', '2024-01-07T21:59:59Z')).toBe(3);
  expect(gapOf('B', '2024-01-07T22:00:00Z')).toBe(1);
});

test('an intraday trade is closed before', () => {
  expect(gapOf('A', '2024-01-05T12:00:00Z')).toBe(1);
});
