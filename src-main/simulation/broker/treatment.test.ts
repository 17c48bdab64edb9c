import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleGold } from '#main/testkit/sample-instrument.ts';
import { isOnStep } from '#shared/market/instrument-volume.ts';
import { positionId } from '#shared/trading/ids.ts';
import { lots } from '#shared/units/lots.ts';
import { price } from '#shared/units/price.ts';
import { TreatmentPlan, type OrderKind } from './treatment-plan.ts';
import { asTaken, partsOf, treatmentNames, treatments, type Treatment } from './treatment.ts';

test('parts are on the step, and together never more than the order', () => {
  const shares = fc.array(fc.double({ min: 0.05, max: 0.6, noNaN: true }), { maxLength: 4 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), shares, (steps, parts) => {
      const volume = lots(steps / 100);
      const volumes = partsOf(volume, { answer: 'true', parts, restsMs: 0 }, sampleGold);
      expect(volumes.every((part) => part > 0 && isOnStep(part, sampleGold))).toBe(true);
      const sum = volumes.reduce((total, part) => total + part, 0);
      expect(sum).toBeLessThanOrEqual(volume + 1e-9);
      if (parts.reduce((total, part) => total + part, 0) >= 1) expect(sum).toBeCloseTo(volume, 9);
    }),
  );
});

const drawn = (plan: TreatmentPlan, kinds: readonly OrderKind[]): readonly Treatment[] =>
  kinds.map((kind) => plan.next(kind));

test('what was scripted comes first and in turn, then every order is filled', () => {
  const plan = new TreatmentPlan({ script: ['requoted', 'slow'], chances: [], seed: 1 });
  plan.script(treatments.lost);
  expect(drawn(plan, ['entry', 'entry', 'reduceOnly', 'entry'])).toEqual([
    ...[treatments.requoted, treatments.slow, treatments.lost, treatments.filled],
  ]);
});

test('the same seed draws the same, about as often as was asked for, and only for that kind of order', () => {
  const make = (seed: number): TreatmentPlan =>
    new TreatmentPlan({ script: [], chances: [{ treatment: 'rejected', ratio: 0.2, kind: 'reduceOnly' }], seed });
  const closes = Array.from({ length: 1000 }, () => 'reduceOnly' as const);
  const first = drawn(make(3), closes);
  expect(drawn(make(3), closes)).toEqual(first);
  expect(drawn(make(4), closes)).not.toEqual(first);
  const count = first.filter((treatment) => treatment === treatments.rejected).length;
  expect(count).toBeGreaterThan(150);
  expect(count).toBeLessThan(250);
  expect(
    new Set(
      drawn(
        make(3),
        Array.from({ length: 100 }, () => 'entry' as const),
      ),
    ),
  ).toEqual(new Set([treatments.filled]));
});

test('an entry may lose its stop or find it farther away; a close has none to lose', () => {
  const entry = { kind: 'entry', clientOrderId: null, origin: 'ats', symbol: 'XAUUSD', volume: lots(0.1) } as const;
  const buy = { ...entry, side: 'buy', stop: price(1990), target: null, worstPrice: null } as const;
  const sell = { ...buy, side: 'sell', stop: price(2010) } as const;
  expect(asTaken(buy, treatments.filled, sampleGold)).toBe(buy);
  expect(asTaken(buy, treatments.withoutStop, sampleGold)).toEqual({ ...buy, stop: null });
  expect(asTaken(buy, treatments.stopMoved, sampleGold)).toEqual({ ...buy, stop: 1989.75 });
  expect(asTaken(sell, treatments.stopMoved, sampleGold)).toEqual({ ...sell, stop: 2010.25 });
  const { clientOrderId, origin, symbol, volume } = entry;
  const close = { clientOrderId, origin, symbol, volume, kind: 'reduceOnly', side: 'sell' } as const;
  const request = { ...close, positionId: positionId('1') };
  expect(asTaken(request, treatments.withoutStop, sampleGold)).toBe(request);
});

test('every treatment has a name that can be asked for', () => {
  expect(treatmentNames).toEqual(Object.keys(treatments));
  expect(treatmentNames).toContain('timedOutButFilled');
});
