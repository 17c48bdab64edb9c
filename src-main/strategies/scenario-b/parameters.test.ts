import { expect, test } from 'vitest';
import { z } from 'zod';
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
  });
});

test('every parameter tells its unit, its range and its meaning, so that a form can be drawn for it', () => {
  const { properties } = z.toJSONSchema(scenarioBParametersSchema, { io: 'input' });
  const fields = Object.values(properties ?? {});
  expect(fields).toHaveLength(10);
  for (const field of fields) {
    expect(field).toMatchObject({
      unit: expect.stringMatching(/./) as string,
      description: expect.stringMatching(/^[A-Z].*\. .*\.$/) as string,
    });
    const isBounded = typeof field === 'object' && ('enum' in field || 'const' in field || 'maximum' in field);
    expect(isBounded).toBe(true);
  }
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
