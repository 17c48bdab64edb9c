import { z } from 'zod';
import { timeframeSchema } from '#shared/market/timeframe.ts';
import { atrField, barsField, riskRatioField } from '../parameter-fields.ts';

/** Every parameter of scenario B with its default, unit, range and meaning. */
export const scenarioBParametersSchema = z
  .object({
    timeframe: timeframeSchema
      .default('H4')
      .meta({ unit: 'timeframe', description: 'Decisions are made on the closes of its bars.' }),
    smaFastBars: barsField(
      50,
      'Length of the fast moving average: above the slow one only buys are allowed, below it only sells.',
    ),
    smaSlowBars: barsField(200, 'Length of the slow moving average.'),
    entryChannelBars: barsField(
      55,
      'A close beyond the highest high or lowest low of so many bars before it is an entry.',
    ),
    exitChannelBars: barsField(
      20,
      'A close beyond the opposite end of a channel of so many bars before it is an exit.',
    ),
    atrBars: barsField(20, 'Length of the average true range (Wilder) that stop and trail are measured in.'),
    stopAtr: atrField(2, 'Distance of the stop from the close that was decided on.'),
    chandelierAtr: atrField(3, 'A close so far from the best price since the entry is an exit.'),
    riskRatio: riskRatioField(0.01),
    regimeFilter: z.enum(['off', 'trend']).default('off').meta({
      unit: 'choice',
      description: 'Trend: only buys in a trend up, and only sells in a trend down. Off: entries in every regime.',
    }),
    weekend: z.enum(['hold', 'flat']).default('hold').meta({
      unit: 'choice',
      description: 'Flat: at the last close before the week’s end a position is left, and none is opened any more.',
    }),
  })
  .strict()
  .readonly()
  .refine((it) => it.smaFastBars < it.smaSlowBars, {
    path: ['smaFastBars'],
    message: 'the fast average is shorter than the slow one',
  });

export type ScenarioBParameters = z.infer<typeof scenarioBParametersSchema>;
