import { z } from 'zod';
import { atrField, barsField, numberField, riskRatioField, wholeField } from '../parameter-fields.ts';

const hourField = (zone: string, fallback: number, meaning: string) =>
  numberField({ unit: `hour in ${zone}`, min: 0, max: 24, step: 0.25, fallback, meaning });

const unknownField = (what: string) =>
  z
    .enum(['allow', 'deny'])
    .default('allow')
    .meta({ unit: 'choice', description: `What is done where ${what} not known. Either way it is shown as no data.` });

/** Every parameter of scenario A with its default, unit, range and meaning. Sessions are kept on the wall clocks of their own cities. */
export const scenarioAParametersSchema = z
  .object({
    timeframe: z
      .enum(['M1', 'M5', 'M15', 'M30', 'H1'])
      .default('M15')
      .meta({ unit: 'timeframe', description: 'Decisions are made on the closes of its bars.' }),
    londonFromHour: hourField('London', 8, 'London’s session begins. From equal to until: it is not traded.'),
    londonUntilHour: hourField('London', 16.5, 'London’s session ends.'),
    newYorkFromHour: hourField('New York', 8, 'New York’s session begins. From equal to until: it is not traded.'),
    newYorkUntilHour: hourField(
      'New York',
      15.75,
      'New York’s session ends: before the market’s own close, so that a position can still be left.',
    ),
    entryEndMinutes: wholeField({
      ...{ unit: 'minutes', min: 0, max: 480, fallback: 60 },
      meaning: 'No entry so shortly before the end of the session, at which every position is left.',
    }),
    emaFastBars: barsField(
      20,
      'Length of the fast average: above the slow one only buys are allowed, below it only sells.',
    ),
    emaSlowBars: barsField(50, 'Length of the slow average.'),
    rvolDays: wholeField({
      ...{ unit: 'days', min: 2, max: 60, fallback: 10 },
      meaning: 'The volume of a bar is measured against its mean at the same time of so many days before.',
    }),
    rvolMin: numberField({
      ...{ unit: 'ratio', min: 0, max: 10, step: 0.1, fallback: 1 },
      meaning: 'Least volume of the bar against that mean. 0: volume is not asked for.',
    }),
    atrBars: barsField(14, 'Length of the average true range (Wilder) that all distances are measured in.'),
    atrPercentileBars: barsField(200, 'The ATR is ranked among so many.'),
    atrPercentileMin: numberField({
      ...{ unit: 'ratio', min: 0, max: 1, step: 0.05, fallback: 0.2 },
      meaning: 'Least rank of the ATR: below it the market is too calm.',
    }),
    atrPercentileMax: numberField({
      ...{ unit: 'ratio', min: 0, max: 1, step: 0.05, fallback: 0.95 },
      meaning: 'Highest rank of the ATR: above it the market is too wild. From 0 to 1: the rank is not asked for.',
    }),
    spreadAtrMax: numberField({
      ...{ unit: 'ATR', min: 0, max: 2, step: 0.01, fallback: 0.2 },
      meaning: 'Widest spread of the bar. 0: it is not asked for here; the limits of risk stand.',
    }),
    spreadUnknown: unknownField('the spread is'),
    newsBlackoutMinutes: wholeField({
      ...{ unit: 'minutes', min: 0, max: 1440, fallback: 30 },
      meaning: 'No entry so near to news of high impact, before and after them. 0: they are not asked for.',
    }),
    newsUnknown: unknownField('news are'),
    channelBars: barsField(20, 'A close beyond the highest high or lowest low of so many bars before it is an entry.'),
    bufferAtr: numberField({
      ...{ unit: 'ATR', min: 0, max: 2, step: 0.05, fallback: 0.1 },
      meaning: 'How far beyond the channel the close has to be.',
    }),
    stopAtr: atrField(1.5, 'Distance of the stop from the close that was decided on.'),
    targetR: numberField({
      ...{ unit: 'R', min: 0.5, max: 10, step: 0.25, fallback: 2 },
      meaning: 'Distance of the target, as a multiple of that of the stop.',
    }),
    breakEvenR: numberField({
      ...{ unit: 'R', min: 0, max: 10, step: 0.25, fallback: 1 },
      meaning: 'A close with so much profit moves the stop to the price of the entry. 0: the stop stays.',
    }),
    partialR: numberField({
      ...{ unit: 'R', min: 0, max: 10, step: 0.25, fallback: 0 },
      meaning: 'A close with so much profit closes a part of the position, once a trade. 0: no part is closed.',
    }),
    partialRatio: numberField({
      ...{ unit: 'ratio', min: 0.05, max: 0.95, step: 0.05, fallback: 0.5 },
      meaning:
        'The part, as a share of the position, rounded down to the volume’s step; none where it or the rest is too small.',
    }),
    tradesPerDayMax: wholeField({
      ...{ unit: 'trades', min: 1, max: 20, fallback: 2 },
      meaning: 'Of this scenario on one symbol in a day of the broker.',
    }),
    riskRatio: riskRatioField(0.005),
  })
  .strict()
  .readonly()
  .refine((it) => it.emaFastBars < it.emaSlowBars, {
    path: ['emaFastBars'],
    message: 'the fast average is shorter than the slow one',
  })
  .refine((it) => it.londonFromHour <= it.londonUntilHour, {
    path: ['londonFromHour'],
    message: 'a session begins before it ends',
  })
  .refine((it) => it.newYorkFromHour <= it.newYorkUntilHour, {
    path: ['newYorkFromHour'],
    message: 'a session begins before it ends',
  })
  .refine((it) => it.londonFromHour < it.londonUntilHour || it.newYorkFromHour < it.newYorkUntilHour, {
    path: ['londonUntilHour'],
    message: 'at least one session is traded',
  })
  .refine((it) => it.atrPercentileMin < it.atrPercentileMax, {
    path: ['atrPercentileMin'],
    message: 'the least rank lies below the highest',
  });

export type ScenarioAParameters = z.infer<typeof scenarioAParametersSchema>;
