import { z } from 'zod';
import { parseClockRule } from '#shared/time/clock-rule.ts';
import { scenarioBParametersSchema } from '#main/strategies/scenario-b/parameters.ts';
import { riskLimitsSchema } from '#main/risk/risk-limits.ts';

const clockRuleSchema = z.string().transform((text, context) => {
  const rule = parseClockRule(text);
  if (rule.ok) return rule.value;
  context.addIssue({ code: 'custom', message: rule.error.message });
  return z.NEVER;
});

const symbolSchema = z.string().min(1).max(64);

/** The simulated terminal: a seeded market by default, or recorded minutes from a file. */
const simulationSchema = z
  .object({
    seed: z.number().int().nonnegative().default(7),
    speed: z.number().min(0.1).max(1_000_000).default(300).meta({
      unit: 'market seconds per second',
      description: 'How fast the simulated market goes.',
    }),
    history: z.string().nullable().default(null).meta({
      description: 'A file of M1 bars to replay instead of the seeded market.',
    }),
    historyClock: clockRuleSchema.default('utc'),
  })
  .strict()
  .readonly();

/** Everything that can be set, with its default. A flag outranks the environment, which outranks the file, which outranks these. */
export const settingsSchema = z
  .object({
    version: z.literal(1).default(1),
    terminal: z.enum(['simulated', 'mt5']).default('simulated'),
    symbol: symbolSchema.default('XAUUSD'),
    clockRule: clockRuleSchema.default('ny+7').meta({ description: "The rule of the terminal's server clock." }),
    scenarioB: scenarioBParametersSchema.prefault({}),
    limits: riskLimitsSchema.prefault({}),
    approver: z.enum(['trader', 'simulation']).default('trader').meta({
      description: 'Who decides on tickets. A simulated account alone may approve itself.',
    }),
    holdsReplayForTickets: z.boolean().default(true),
    simulation: simulationSchema.prefault({}),
  })
  .strict()
  .readonly();

export type Settings = z.infer<typeof settingsSchema>;

/** What a file or flags may say: any part of the settings. */
export type SettingsWish = z.input<typeof settingsSchema>;
