import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleAccount } from '#main/testkit/sample-account.ts';
import { sampleGold, sampleInstrument } from '#main/testkit/sample-instrument.ts';
import { sampleIntent } from '#main/testkit/sample-intent.ts';
import { sampleRiskRequest } from '#main/testkit/sample-risk-request.ts';
import { checkRisk } from './check-risk.ts';
import { riskLimitsSchema } from './risk-limits.ts';
import { smallestEquity } from './smallest-equity.ts';

const limits = riskLimitsSchema.parse({});
const typical = { instrument: sampleGold, stopDistance: 10, spread: 0.2, riskRatio: 0.01 };

test('is where the smallest volume loses no more than its share', () => {
  // 0.01 lots over 10 · 1.15 + 0.20 = 11.70 lose 11.70, and 0.07 of commission: 1 % of 1,177.
  expect(smallestEquity(typical, limits)).toEqual({
    code: 'VOLUME_BELOW_MIN',
    equity: expect.closeTo(1177, 9) as number,
    smallestMoney: expect.closeTo(11.77, 9) as number,
  });
});

test('names the limit that asks for most', () => {
  const codeOf = (entry: object, changes: object = {}) =>
    smallestEquity({ ...typical, ...entry }, riskLimitsSchema.parse(changes)).code;
  expect(codeOf({ instrument: sampleInstrument({ marginPerLot: 100_000 }) })).toBe('MARGIN_INSUFFICIENT');
  expect(codeOf({ riskRatio: 0.05 })).toBe('CORRELATED_RISK_LIMIT');
  expect(codeOf({ riskRatio: 0.1 }, { correlatedRiskRatioMax: 0.2 })).toBe('OPEN_RISK_LIMIT');
});

test('an account of so much trades the smallest volume, and one of less is denied by that code', () => {
  const codes = new Set<string>();
  const judge = (equity: number, stopDistance: number, riskRatio: number, marginPerLot: number): string => {
    const instrument = sampleInstrument({ marginPerLot });
    const judged = checkRisk(
      sampleRiskRequest({
        account: sampleAccount({ equity, balance: equity, freeMargin: equity }),
        intent: sampleIntent({ stop: 2000 - stopDistance, riskRatio }),
        instrument,
        limits: riskLimitsSchema.parse({ dailyLossRatioMax: 0.2 }),
      }),
    );
    return judged.ok ? `approved ${judged.value.parameters.volume}` : judged.error.fault.code;
  };
  fc.assert(
    fc.property(
      // On the tick grid with 15 % of it, as the worst price is.
      fc.integer({ min: 1, max: 500 }).map((fifths) => fifths / 5),
      fc.constantFrom(0.005, 0.01, 0.04),
      fc.constantFrom(2000, 100_000),
      (stopDistance, riskRatio, marginPerLot) => {
        const entry = { ...typical, instrument: sampleInstrument({ marginPerLot }), stopDistance, riskRatio };
        const { equity, code } = smallestEquity(entry, limits);
        codes.add(code);
        expect(judge(equity * (1 + 1e-6), stopDistance, riskRatio, marginPerLot)).toBe('approved 0.01');
        expect(judge(equity * (1 - 1e-6), stopDistance, riskRatio, marginPerLot)).toBe(code);
      },
    ),
    { seed: 3 },
  );
  expect(codes).toContain('VOLUME_BELOW_MIN');
  expect(codes).toContain('CORRELATED_RISK_LIMIT');
  expect(codes).toContain('MARGIN_INSUFFICIENT');
});
