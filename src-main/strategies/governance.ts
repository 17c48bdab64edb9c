import { z } from 'zod';
import type { Scenario } from '#shared/trading/scenario.ts';

/** When the deposit (equity − credit, in USD) is large enough for B, and when too small for it. */
export const governanceRuleSchema = z
  .object({
    upperUsd: z.number().positive().default(5_000).meta({ unit: 'USD', description: 'From here on: scenario B.' }),
    lowerUsd: z.number().positive().default(3_000).meta({ unit: 'USD', description: 'Below: scenario A.' }),
    closes: z.number().int().min(1).max(60).default(5).meta({
      unit: 'broker days',
      description: 'So many broker-day closes one after the other have to say so.',
    }),
  })
  .strict()
  .readonly()
  .refine(({ upperUsd, lowerUsd }) => lowerUsd < upperUsd, { message: 'the lower threshold lies below the upper one' });

export type GovernanceRule = z.infer<typeof governanceRuleSchema>;

/** `closes` are the deposits at the newest broker-day closes that all spoke for the other scenario, oldest first. */
export interface GovernanceState {
  readonly active: Scenario;
  readonly closes: readonly number[];
}
