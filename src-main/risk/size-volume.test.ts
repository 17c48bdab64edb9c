import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleInstrument } from '#main/testkit/sample-instrument.ts';
import { sizeVolume } from './size-volume.ts';

const plenty = { riskMoney: 1e9, openRiskMoney: 1e9, correlatedRiskMoney: 1e9, marginMoney: 1e9, sideVolume: Infinity };

test('a budget that is used up exactly is not undercut for float noise', () => {
  const size = (riskMoney: number, lossPerLot: number) =>
    sizeVolume({ lossPerLot, budgets: { ...plenty, riskMoney }, instrument: sampleInstrument() });
  expect(size(0.1 + 0.2, 1)).toEqual({ ok: true, value: 0.3 });
  expect(size(250, 2500 / 3)).toEqual({ ok: true, value: 0.3 });
  expect(size(69, 100)).toEqual({ ok: true, value: 0.69 });
});

test('a budget that falls short of a step by more than float noise is not stretched to it', () => {
  const sized = sizeVolume({
    lossPerLot: 100,
    budgets: { ...plenty, riskMoney: 0.999_999_5 },
    instrument: sampleInstrument(),
  });
  expect(sized).toMatchObject({ ok: false, error: { code: 'VOLUME_BELOW_MIN' } });
});

test('no budget is ever exceeded, by rounding or otherwise', () => {
  const budget = fc.double({ min: -100, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(
      fc.double({ min: 0.01, max: 1e5, noNaN: true }),
      fc.record({
        riskMoney: budget,
        openRiskMoney: budget,
        correlatedRiskMoney: budget,
        marginMoney: budget,
        sideVolume: fc.oneof(fc.double({ min: -1, max: 200, noNaN: true }), fc.constant(Infinity)),
      }),
      fc.constantFrom(0.01, 0.1, 1, 0.001),
      (lossPerLot, budgets, volumeStep) => {
        const instrument = sampleInstrument({ volumeStep, volumeMin: volumeStep, marginPerLot: 1500 });
        const sized = sizeVolume({ lossPerLot, budgets, instrument });
        if (!sized.ok) {
          const lossBudget = Math.min(budgets.riskMoney, budgets.openRiskMoney, budgets.correlatedRiskMoney);
          const isInTheWay = [
            lossPerLot * volumeStep > lossBudget,
            1500 * volumeStep > budgets.marginMoney,
            volumeStep > budgets.sideVolume,
          ];
          expect(isInTheWay).toContain(true);
          return;
        }
        const noise = 1 + 1e-9;
        expect(sized.value * lossPerLot).toBeLessThanOrEqual(budgets.riskMoney * noise);
        expect(sized.value * lossPerLot).toBeLessThanOrEqual(budgets.openRiskMoney * noise);
        expect(sized.value * lossPerLot).toBeLessThanOrEqual(budgets.correlatedRiskMoney * noise);
        expect(sized.value).toBeLessThanOrEqual(budgets.sideVolume * noise);
        expect(sized.value * 1500).toBeLessThanOrEqual(budgets.marginMoney * noise);
      },
    ),
    { numRuns: 1000 },
  );
});

test('the code names the budget in the way', () => {
  const code = (budgets: object) => {
    const sized = sizeVolume({ lossPerLot: 1000, budgets: { ...plenty, ...budgets }, instrument: sampleInstrument() });
    return sized.ok ? sized.value : sized.error.code;
  };
  expect(code({})).toBe(100);
  expect(code({ riskMoney: 9 })).toBe('VOLUME_BELOW_MIN');
  expect(code({ openRiskMoney: 9 })).toBe('OPEN_RISK_LIMIT');
  expect(code({ openRiskMoney: -5 })).toBe('OPEN_RISK_LIMIT');
  expect(code({ correlatedRiskMoney: 9 })).toBe('CORRELATED_RISK_LIMIT');
  expect(code({ marginMoney: 19 })).toBe('MARGIN_INSUFFICIENT');
  expect(code({ sideVolume: 0.009 })).toBe('VOLUME_LIMIT');
  expect(code({ sideVolume: 9, marginMoney: 19 })).toBe('MARGIN_INSUFFICIENT');
});

test('margin that is used up denies even where the instrument takes none', () => {
  const size = (marginMoney: number) =>
    sizeVolume({
      lossPerLot: 1000,
      budgets: { ...plenty, riskMoney: 1000, marginMoney },
      instrument: sampleInstrument({ marginPerLot: 0 }),
    });
  expect(size(0)).toMatchObject({ ok: false, error: { code: 'MARGIN_INSUFFICIENT' } });
  expect(size(1)).toEqual({ ok: true, value: 1 });
});
