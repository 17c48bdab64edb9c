import { expect, test } from 'vitest';
import { z } from 'zod';
import { riskLimitsSchema } from './risk-limits.ts';

test('the defaults are the ones of the domain', () => {
  expect(riskLimitsSchema.parse({})).toEqual({
    quoteAgeMsMax: 60_000,
    spreadPointsMax: null,
    openRiskRatioMax: 0.05,
    positionsMax: 3,
    dailyLossRatioMax: 0.03,
    driftRMax: 0.15,
    marginUseRatioMax: 0.5,
    drawdownRatioMax: 0.25,
    drawdownKind: 'trailing',
    tradesPerDayMax: 10,
    lossesInARowMax: 4,
    correlatedRiskRatioMax: 0.03,
    correlationMin: 0.5,
    weekendGapR: 3,
    newsBlackoutMs: 300_000,
    unknownNews: 'allow',
  });
});

test('every limit tells its unit and its range with its meaning', () => {
  const { properties } = z.toJSONSchema(riskLimitsSchema, { io: 'input' });
  const fields = Object.values(properties ?? {});
  expect(fields).toHaveLength(16);
  for (const field of fields) {
    expect(field).toMatchObject({
      unit: expect.stringMatching(/./) as string,
      description: expect.stringMatching(/^[A-Z].*\d.* .*\.$/) as string,
    });
  }
});

test('limits that would limit nothing are refused', () => {
  for (const wrong of [
    { quoteAgeMsMax: Infinity },
    { spreadPointsMax: 0 },
    { openRiskRatioMax: 1 },
    { positionsMax: 0 },
    { dailyLossRatioMax: 0 },
    { driftRMax: -0.1 },
    { marginUseRatioMax: 2 },
    { drawdownRatioMax: 1 },
    { drawdownKind: 'none' },
    { tradesPerDayMax: 0 },
    { lossesInARowMax: 0 },
    { correlatedRiskRatioMax: 0 },
    { correlationMin: 2 },
    { weekendGapR: 0.5 },
    { newsBlackoutMs: -1 },
    { unknownNews: 'ignore' },
  ]) {
    expect(riskLimitsSchema.safeParse(wrong).success).toBe(false);
  }
});
