import { z } from 'zod';
import { timeframeSchema } from '#shared/market/timeframe.ts';

const bars = (fallback: number, meaning: string): z.ZodDefault<z.ZodNumber> =>
  z
    .number()
    .int()
    .min(2)
    .max(1000)
    .default(fallback)
    .meta({ unit: 'bars', description: `Bars, 2 to 1000. ${meaning}` });

const atrMultiple = (fallback: number, meaning: string): z.ZodDefault<z.ZodNumber> =>
  z
    .number()
    .min(0.5)
    .max(10)
    .default(fallback)
    .meta({ unit: 'ATR', description: `ATR, 0.5 to 10. ${meaning}` });

/** Every parameter of scenario B with its default, unit, range and meaning, so that the window can draw a form for it. */
export const scenarioBParametersSchema = z
  .object({
    timeframe: timeframeSchema
      .default('H4')
      .meta({ unit: 'timeframe', description: 'Timeframe, M1 to D1. Decisions are made on the closes of its bars.' }),
    smaFastBars: bars(
      50,
      'Length of the fast moving average: above the slow one only buys are allowed, below it only sells.',
    ),
    smaSlowBars: bars(200, 'Length of the slow moving average.'),
    entryChannelBars: bars(55, 'A close beyond the highest high or lowest low of so many bars before it is an entry.'),
    exitChannelBars: bars(20, 'A close beyond the opposite end of a channel of so many bars before it is an exit.'),
    atrBars: bars(20, 'Length of the average true range (Wilder) that stop and trail are measured in.'),
    stopAtr: atrMultiple(2, 'Distance of the stop from the close that was decided on.'),
    chandelierAtr: atrMultiple(3, 'A close so far from the best price since the entry is an exit.'),
    riskRatio: z.number().min(0.001).max(0.02).default(0.01).meta({
      unit: 'ratio',
      description: 'Share of equity without credit, 0.001 to 0.02. What a trade may lose at its stop.',
    }),
    regimeFilter: z
      .enum(['off'])
      .default('off')
      .meta({ unit: 'choice', description: 'Choice: off. Entries are allowed in every regime.' }),
  })
  .strict()
  .readonly()
  .refine((it) => it.smaFastBars < it.smaSlowBars, { message: 'the fast average is shorter than the slow one' });

export type ScenarioBParameters = z.infer<typeof scenarioBParametersSchema>;
