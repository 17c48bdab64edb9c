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
    drawdownRatioMax: z.number().min(0.01).max(0.9).default(0.25).meta({
      unit: 'ratio',
      description:
        'Share of the drawdown’s baseline, 0.01 to 0.9. An entry that could bring the fall of equity below the baseline above it is denied.',
    }),
    drawdownKind: z.enum(['trailing', 'static']).default('trailing').meta({
      unit: 'kind',
      description:
        'One of 2: trailing measures from the highest equity so far, static from the equity at the start; deposits and withdrawals move both.',
    }),
    tradesPerDayMax: z.number().int().min(1).max(1000).default(10).meta({
      unit: 'count',
      description: 'Count, 1 to 1,000. Trades that the account opens in a broker day, entries under way included.',
    }),
    lossesInARowMax: z.number().int().min(1).max(100).default(4).meta({
      unit: 'count',
      description:
        'Count, 1 to 100. After so many losing trades one after the other no entry until the next broker day.',
    }),
    correlatedRiskRatioMax: z.number().min(0.001).max(0.2).default(0.03).meta({
      unit: 'ratio',
      description:
        'Share of equity without credit, 0.001 to 0.2. What positions that move together may lose at their stops together.',
    }),
    correlationMin: z.number().min(0).max(1).default(0.5).meta({
      unit: 'correlation',
      description:
        'Correlation of daily returns, 0 to 1. From here on two positions move together; one that is not known counts as 1.',
    }),
    weekendGapR: z.number().min(1).max(10).default(3).meta({
      unit: 'R',
      description:
        'R, 1 to 10. So many times its risk a swing trade is taken to lose over a weekend, when its open risk is counted; 1: no more.',
    }),
    newsBlackoutMs: z.number().int().min(0).max(86_400_000).default(300_000).meta({
      unit: 'milliseconds',
      description:
        'Milliseconds before and after a release of high impact, 0 to 86,400,000, in which entries are denied; 0: none.',
    }),
    unknownNews: z.enum(['allow', 'deny']).default('allow').meta({
      unit: 'kind',
      description: 'One of 2: what becomes of an entry outside of the calendar’s range, where no release is known.',
    }),
  })
  .strict()
  .readonly();

export type RiskLimits = z.infer<typeof riskLimitsSchema>;
