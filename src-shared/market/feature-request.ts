import { z } from 'zod';
import { utcMsSchema } from '../units/utc-ms.ts';
import { timeframeSchema } from './timeframe.ts';

const bars = (description: string, max = 5000) => z.number().int().min(1).max(max).meta({ unit: 'bars', description });

const share = (description: string) => z.number().min(0).max(1).meta({ unit: 'ratio', description });

/** Features of one period, and those of the wall clock, which have none. */
const periodFeatures = [
  ...(['sma', 'ema', 'atr', 'donchianHigh', 'donchianLow', 'efficiencyRatio'] as const),
  ...(['adx', 'plusDi', 'minusDi', 'realisedVolatility'] as const),
] as const;

const clockFeatures = ['newYorkMinute', 'londonMinute', 'newYorkWeekday'] as const;

/** One feature with its parameters; what each is, `src-main/features` says. */
export const requestedFeatureSchema = z.discriminatedUnion('feature', [
  z
    .object({ feature: z.enum(periodFeatures), periodBars: bars('Over so many bars.') })
    .strict()
    .readonly(),
  z
    .object({
      feature: z.literal('atrPercentile'),
      atrBars: bars('Of the ATR.'),
      windowBars: bars('The ATR is ranked among so many.'),
    })
    .strict()
    .readonly(),
  z
    .object({
      feature: z.literal('emaSlope'),
      emaBars: bars('Of the EMA.'),
      overBars: bars('Between the two ends of the slope.'),
      atrBars: bars('Of the ATR, which is its unit.'),
    })
    .strict()
    .readonly(),
  z
    .object({
      feature: z.literal('rvol'),
      periods: z.number().int().min(1).max(250).meta({
        unit: 'periods',
        description: 'Trading days up to H1, bars above: the volume is held against their mean.',
      }),
    })
    .strict()
    .readonly(),
  z
    .object({
      feature: z.literal('regime'),
      strengthBy: z
        .enum(['efficiencyRatio', 'adx'])
        .meta({ unit: 'choice', description: 'Tells how strong a direction is.' }),
      strengthBars: bars('Of the measure of strength.'),
      emaBars: bars('Of the EMA whose slope tells the direction.'),
      slopeBars: bars('Between the two ends of the slope.'),
      atrBars: bars('Of the ATR.'),
      percentileBars: bars('The ATR is ranked among so many.'),
      trendStrengthMin: z.number().min(0).max(100).meta({
        unit: '0 to 1 of the efficiency ratio, 0 to 100 of the ADX',
        description: 'From here on the market has a direction.',
      }),
      trendSlopeAtrMin: z.number().min(0).max(100).meta({
        unit: 'ATR a bar',
        description: 'From this slope on the direction leads somewhere.',
      }),
      turbulentPercentileMin: share('From this rank of the ATR on a market without direction is turbulent.'),
    })
    .strict()
    .readonly(),
  z
    .object({ feature: z.enum(clockFeatures) })
    .strict()
    .readonly(),
]);

export type RequestedFeature = z.infer<typeof requestedFeatureSchema>;

/** What is asked of one symbol's bars: as of the last bar that had closed by a moment. */
export const featureRequestSchema = z
  .object({
    symbol: z.string().min(1).max(64),
    timeframe: timeframeSchema,
    features: z.array(requestedFeatureSchema).min(1).max(64).readonly(),
    asOfUtcMs: utcMsSchema,
  })
  .strict()
  .readonly();

export type FeatureRequest = z.infer<typeof featureRequestSchema>;
