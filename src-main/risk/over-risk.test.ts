import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isOnStep } from '#shared/market/instrument-volume.ts';
import { money } from '#shared/units/money.ts';
import { sampleGold, sampleInstrument } from '#main/testkit/sample-instrument.ts';
import { samplePosition } from '#main/testkit/sample-position.ts';
import { lossPerLot } from './loss-per-lot.ts';
import { overRisk } from './over-risk.ts';

/** Bought, with its stop at 1990: one lot loses 100 USD a dollar, and 7 of commission. */
const filledAt = (openPrice: number, approved: number, volume = 0.2, instrument = sampleGold) =>
  overRisk({
    position: samplePosition({ volume, openPrice, stop: 1990 }),
    instrument,
    approvedRiskMoney: money(approved),
  });

test('a fill that costs up to a quarter more than was approved is let pass', () => {
  // 0.2 · (1000 + 7) = 201.40.
  expect(filledAt(2000, 201.4)).toBeNull();
  expect(filledAt(2000, 201.4 / 1.25)).toBeNull();
  expect(filledAt(1995, 201.4)).toBeNull();
});

test('above it, the reduction is ready that brings it back to what was approved', () => {
  expect(filledAt(2000, 160)).toEqual({
    riskMoney: expect.closeTo(201.4, 9) as number,
    approvedRiskMoney: 160,
    limitMoney: 200,
    reduceBy: 0.05,
    keeps: 0.15,
  });
});

test('where no smaller rest is taken, the whole position is closed', () => {
  expect(filledAt(2000, 8, 0.02)).toMatchObject({ reduceBy: 0.02, keeps: 0 });
  expect(filledAt(2000, 7, 0.01)).toMatchObject({ reduceBy: 0.01, keeps: 0 });
});

test('no less is closed than the broker takes', () => {
  const instrument = sampleInstrument({ volumeMin: 0.1 });
  expect(filledAt(2000, 160, 0.2, instrument)).toMatchObject({ reduceBy: 0.1, keeps: 0.1 });
  expect(filledAt(2000, 118, 0.15, instrument)).toMatchObject({ reduceBy: 0.15, keeps: 0 });
});

test('a position without a stop needs its stop, not another size', () => {
  const position = samplePosition({ stop: null });
  expect(overRisk({ position, instrument: sampleGold, approvedRiskMoney: money(1) })).toBeNull();
});

test('what is kept never risks more than was approved, on the step and never negative', () => {
  const volumes = fc.integer({ min: 1, max: 5000 });
  fc.assert(
    fc.property(
      volumes,
      fc.double({ min: 1, max: 1e5, noNaN: true }),
      fc.integer({ min: 1991, max: 3000 }),
      (steps, approved, openPrice) => {
        const volume = Number((steps * 0.01).toFixed(2));
        const found = filledAt(openPrice, approved, volume);
        if (found === null) return;
        const position = samplePosition({ openPrice, stop: 1990 });
        const perLot = lossPerLot(
          { side: 'buy', from: position.openPrice, stop: position.stop ?? position.openPrice },
          sampleGold,
        );
        expect(found.keeps * perLot).toBeLessThanOrEqual(approved * (1 + 1e-5));
        expect(found.keeps + found.reduceBy).toBeCloseTo(volume, 9);
        expect(found.reduceBy).toBeGreaterThan(0);
        expect(isOnStep(found.reduceBy, sampleGold) && isOnStep(found.keeps, sampleGold)).toBe(true);
      },
    ),
  );
});
