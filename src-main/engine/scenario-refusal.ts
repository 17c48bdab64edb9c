import { fault, type Fault } from '#shared/base/fault.ts';
import type { Scenario } from '#shared/trading/scenario.ts';
import type { EngineState } from './engine-state.ts';

/**
 * Why a scenario may not enter, or null: both decide always, and one of them trades. What the other one wishes is formed and denied, so that
 * its shadow stands in the log; its open trades are managed to their end all the same.
 */
export function scenarioRefusal({ governance }: Pick<EngineState, 'governance'>, scenario: Scenario): Fault | null {
  if (governance === null || governance.active === scenario) return null;
  const { active, override } = governance;
  const why = override === null ? 'by the deposit' : `by the trader’s word (${override.reason})`;
  return fault('SCENARIO_INACTIVE', `Scenario ${active} trades now, ${why}; ${scenario} decides in its shadow.`, {
    value: scenario,
    limit: active,
  });
}
