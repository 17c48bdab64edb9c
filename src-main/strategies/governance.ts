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

export interface ScenarioSwitch {
  readonly from: Scenario;
  readonly to: Scenario;
  /** The closes that asked for it, oldest first. */
  readonly closes: readonly number[];
}

/** Where an account begins: B from the upper threshold on, else A, in between too. */
export const firstScenario = (depositUsd: number, { upperUsd }: GovernanceRule): Scenario =>
  depositUsd >= upperUsd ? 'B' : 'A';

/** Whether a deposit speaks for the scenario that is not active. */
export const speaksForOther = (
  active: Scenario,
  depositUsd: number,
  { upperUsd, lowerUsd }: GovernanceRule,
): boolean => (active === 'A' ? depositUsd >= upperUsd : depositUsd < lowerUsd);

/**
 * What a broker-day close makes of the governance. One close that does not speak for the other scenario ends the row; a row of `rule.closes`
 * switches, and the next row begins with nothing, so that no path of deposits switches twice within so many days.
 */
export function nextGovernance(
  { active, closes }: GovernanceState,
  { depositUsd }: { readonly depositUsd: number },
  rule: GovernanceRule,
): { readonly state: GovernanceState; readonly switched: ScenarioSwitch | null } {
  if (!speaksForOther(active, depositUsd, rule)) return { state: { active, closes: [] }, switched: null };
  const row = [...closes, depositUsd].slice(-rule.closes);
  if (row.length < rule.closes) return { state: { active, closes: row }, switched: null };
  const to = active === 'A' ? 'B' : 'A';
  return { state: { active: to, closes: [] }, switched: { from: active, to, closes: row } };
}
