import { z } from 'zod';
import { instrumentSchema } from '#shared/market/instrument.ts';
import { parseClockRule, type ClockRule } from '#shared/time/clock-rule.ts';
import { costTermsSchema } from '#shared/trading/cost-terms.ts';
import { utcMsSchema } from '#shared/units/utc-ms.ts';
import { riskLimitsSchema } from '#main/risk/risk-limits.ts';
import { governanceRuleSchema } from '#main/strategies/governance.ts';

export const runAccountSchema = z
  .object({
    currency: z.string().min(3).max(8).default('USD'),
    credit: z.number().nonnegative().default(0),
    marginMode: z.enum(['hedging', 'netting']).default('hedging'),
    stopOutRatio: z.number().min(0).max(1).default(0.5).meta({
      unit: 'ratio',
      description: 'Equity ÷ margin at which the broker closes the largest loss.',
    }),
  })
  .strict()
  .readonly();

const clockRuleSchema = z.custom<ClockRule>((value) => typeof value === 'string' && parseClockRule(value).ok);

const resolvedInstrumentSchema = z
  .object({
    instrument: instrumentSchema,
    source: z.enum(['terminal', 'settings', 'default']),
    toldAtUtcMs: utcMsSchema.nullable(),
    spreadPointsByHour: z.array(z.number()).length(24).readonly().nullable(),
    marginRatio: z.number().nullable(),
    commissionCurrency: z.string().nullable().default(null),
  })
  .readonly();

/** All that a run depends on besides its wish, its parameters and the stored data: kept with it, so that it can be repeated after settings changed. */
export const runTermsSchema = z
  .object({
    account: runAccountSchema,
    /** What the account begins with, in its currency. */
    balance: z.number().positive(),
    limits: riskLimitsSchema,
    /** With the trader's zone by name. */
    costs: costTermsSchema,
    governance: governanceRuleSchema,
    clockRule: clockRuleSchema,
    instruments: z.array(resolvedInstrumentSchema).readonly(),
  })
  .strict()
  .readonly();

export type RunTerms = z.infer<typeof runTermsSchema>;
