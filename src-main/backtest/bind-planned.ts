import { assert } from '#shared/base/assert.ts';
import type { BoundStrategy } from '#main/strategies/bound-strategy.ts';
import { strategyById } from '#main/strategies/strategies.ts';
import type { PlannedLane } from './run-plan.ts';

/** The strategy of a planned lane. What is wrong with its id or parameters was found when the plan was made. */
export function bindPlanned({ strategy, parameters }: PlannedLane): BoundStrategy {
  const known = strategyById(strategy);
  assert(known.ok, () => `the strategy of a plan is known: ${strategy}`);
  const bound = known.value.bind(parameters);
  assert(bound.ok, () => `the parameters of a plan were checked: ${strategy}`);
  return bound.value;
}
