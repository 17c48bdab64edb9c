import { z } from 'zod';

/** The limits of an entry with their defaults, units, ranges and meanings. A program may tighten what the adviser allows, never widen it. */
export const riskLimitsSchema = z
  .object({
    quoteAgeMsMax: z.number().int().min(1000).max(600_000).default(60_000).meta({
      unit: 'milliseconds',
      description: 'Milliseconds of market time, 1,000 to 600,000. An older quote denies an entry.',
    }),
    spreadPointsMax: z.number().positive().max(100_000).nullable().default(null).meta({
      unit: 'points',
      description: 'Points, above 0 to 100,000; empty for no limit. A wider spread denies an entry.',
    }),
    openRiskRatioMax: z.number().min(0.001).max(0.2).default(0.05).meta({
      unit: 'ratio',
      description:
        'Share of equity without credit, 0.001 to 0.2. What all positions and entries under way may lose at their stops together.',
    }),
    positionsMax: z.number().int().min(1).max(50).default(3).meta({
      unit: 'count',
      description: 'Count, 1 to 50. Open positions of the account and entries under way, whoever opened them.',
    }),
    dailyLossRatioMax: z.number().min(0.001).max(0.2).default(0.03).meta({
      unit: 'ratio',
      description:
        'Share of the day’s baseline, 0.001 to 0.2. An entry that could bring the loss since broker midnight above it is denied.',
    }),
    driftRMax: z.number().min(0).max(0.5).default(0.15).meta({
      unit: 'R',
      description:
        'R, 0 to 0.5. How far the price may run from the one of the judgement before the entry is not filled any more.',
    }),
    marginUseRatioMax: z.number().min(0.01).max(1).default(0.5).meta({
      unit: 'ratio',
      description: 'Share of equity without credit, 0.01 to 1. Margin of everything that is open, the entry included.',
    }),
  })
  .strict()
  .readonly();

export type RiskLimits = z.infer<typeof riskLimitsSchema>;
