import { expect, test } from 'vitest';
import { regimes } from '#shared/market/regime.ts';
import { columnsOfBars } from '#main/testkit/columns-of-bars.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { defaultRegimeParameters, regime } from './regime-column.ts';
import { regimeCode, regimeOfCode } from './regime.ts';

test('codes and regimes lead to each other; what is not defined has none', () => {
  expect(regimes.map(regimeCode).map(regimeOfCode)).toEqual(regimes);
  expect(regimeOfCode(NaN)).toBeNull();
});

test('a market that changes goes through all regimes, by either measure of strength', () => {
  const market = columnsOfBars(sampleBars({ count: 6000, seed: 3 }));
  for (const strength of [
    { strengthBy: 'efficiencyRatio', strengthBars: 24, trendStrengthMin: 0.3 },
    { strengthBy: 'adx', strengthBars: 14, trendStrengthMin: 25 },
  ] as const) {
    const out = new Float64Array(6000);
    regime({ ...defaultRegimeParameters, ...strength }).fill(market, out);
    expect(new Set([...out].map(regimeOfCode))).toEqual(new Set([null, ...regimes]));
  }
});
