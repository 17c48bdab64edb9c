import { z } from 'zod';

const delay = (fallback: number, meaning: string): z.ZodDefault<z.ZodNumber> =>
  z.number().int().min(0).max(86_400_000).default(fallback).meta({ unit: 'milliseconds', description: meaning });

const spreadShare = (fallback: number, meaning: string): z.ZodDefault<z.ZodNumber> =>
  z.number().min(0).max(10).default(fallback).meta({ unit: 'spreads', description: meaning });

/** What stands between a decision and its fill in simulation, and what it costs beside the instrument's own terms. */
export const costTermsSchema = z
  .object({
    approvalDelayMs: z
      .object({
        A: delay(60_000, 'From the close that was decided on to the trader’s yes, scenario A.'),
        B: delay(1_800_000, 'The same, scenario B.'),
      })
      .strict()
      .readonly()
      .prefault({}),
    /** Tickets wait outside of these hours, and die where they would wait too long. From equal to to: always awake. */
    wakingHours: z
      .object({
        fromHour: z.number().min(0).max(24).default(7),
        toHour: z.number().min(0).max(24).default(23),
        zone: z.string().min(1).max(64).default('local').meta({
          description: 'An IANA zone such as Europe/Berlin; local is the zone of this computer.',
        }),
      })
      .strict()
      .readonly()
      .prefault({}),
    latencyMs: delay(250, 'From the send to the fill.'),
    slippage: z
      .object({
        entry: spreadShare(0.25, 'Of an entry at the market.'),
        exit: spreadShare(0.25, 'Of an exit at the market.'),
        stop: spreadShare(0.5, 'Of a stop that is drawn through.'),
        isRandom: z.boolean().default(true).meta({
          description: 'Drawn by the run’s seed, with these as the mean; otherwise always these.',
        }),
      })
      .strict()
      .readonly()
      .prefault({}),
    /** Of spread, commission, negative swap and slippage together. */
    multiple: z.number().min(0).max(20).default(1).meta({ unit: 'ratio' }),
    /** The spread of the hour after the broker’s midnight, as a multiple. */
    rolloverSpreadMultiple: z.number().min(1).max(50).default(3).meta({ unit: 'ratio' }),
  })
  .strict()
  .readonly();

export type CostTerms = z.infer<typeof costTermsSchema>;
