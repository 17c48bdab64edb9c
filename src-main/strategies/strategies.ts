import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { donchianBreakout } from './donchian-breakout.ts';
import { scenarioA } from './scenario-a/scenario-a.ts';
import { scenarioB } from './scenario-b/scenario-b.ts';
import type { Strategy } from './strategy.ts';

/** Every strategy there is. What is listed here is held to strategy.suite.ts, can be run by its id, and has its form drawn. */
export const strategies: readonly Strategy[] = [scenarioA, scenarioB, donchianBreakout];

/** STRATEGY_UNKNOWN, with the ids that there are. */
export function strategyById(id: string): Result<Strategy, Fault> {
  const strategy = strategies.find((it) => it.id === id);
  if (strategy !== undefined) return ok(strategy);
  const known = strategies.map((it) => it.id).join(', ');
  return err(fault('STRATEGY_UNKNOWN', `There is no strategy "${id}". There are: ${known}.`, { id, known }));
}
