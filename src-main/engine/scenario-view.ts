import type { ScenarioView } from '#shared/contract/cockpit-snapshot.ts';
import { scenarioKey, type EngineState } from './engine-state.ts';
import type { ScenarioRunner } from './scenario-runner.ts';

/** What the window shows of a scenario: its phase, and what it last said, stored or not. */
export function scenarioViewOf(state: EngineState, runner: ScenarioRunner): ScenarioView {
  const { scenario, symbol, timeframe } = runner;
  const known = state.scenarios[scenarioKey(scenario, symbol)];
  return {
    scenario,
    symbol,
    timeframe,
    phase: known?.phase ?? 'idle',
    decision: runner.decision ?? known?.decision ?? null,
  };
}
