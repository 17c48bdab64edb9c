import { expect, test } from 'vitest';
import { scenarioBParametersSchema } from './parameters.ts';

test('the defaults are those of the domain', () => {
  expect(scenarioBParametersSchema.parse({})).toEqual({
    timeframe: 'H4',
    smaFastBars: 50,
    smaSlowBars: 200,
    entryChannelBars: 55,
    exitChannelBars: 20,
    atrBars: 20,
    stopAtr: 2,
    chandelierAtr: 3,
    riskRatio: 0.01,
    regimeFilter: 'off',
    weekend: 'hold',
  });
});

test('averages in the wrong order, and values out of range, are refused', () => {
  for (const wrong of [
    { smaFastBars: 200, smaSlowBars: 200 },
    { timeframe: 'H3' },
    { atrBars: 1 },
    { entryChannelBars: 55.5 },
    { stopAtr: 0 },
    { riskRatio: 0.5 },
    { regimeFilter: 'on' },
  ]) {
    expect(scenarioBParametersSchema.safeParse(wrong).success).toBe(false);
  }
});
