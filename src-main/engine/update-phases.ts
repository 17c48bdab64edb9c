import { nextPhase, type PhaseFacts } from '#shared/trading/phase.ts';
import { hasEnded } from '#shared/trading/order.ts';
import { isSetup } from '#main/strategies/decision-code.ts';
import { isEntering } from './is-entering.ts';
import { ownedPosition } from './owned-position.ts';
import { scenarioKey } from './engine-state.ts';
import type { ScenarioRunner } from './scenario-runner.ts';
import { scenarioViewOf } from './scenario-view.ts';
import type { Step } from './step.ts';

/** Brings each scenario's phase into line with what is known now; every change is an event with the fact that caused it. */
export function updatePhases(step: Step): void {
  for (const runner of step.runners) {
    const { scenario, symbol } = runner;
    const from = step.state.scenarios[scenarioKey(scenario, symbol)]?.phase ?? 'idle';
    const facts = factsOf(step, runner);
    const to = nextPhase(from, facts);
    if (to === from) continue;
    step.record({ kind: 'phaseChanged', scenario, symbol, from, to, reason: reasonOf(facts) });
    step.show({ kind: 'scenarioChanged', scenario: scenarioViewOf(step.state, runner) });
  }
}

export function factsOf(step: Step, runner: Pick<ScenarioRunner, 'scenario' | 'symbol' | 'code'>): PhaseFacts {
  const position = ownedPosition(step.state, runner);
  const isExiting = Object.values(step.state.orders).some(
    ({ request, status }) =>
      request.kind === 'reduceOnly' && request.positionId === position?.positionId && !hasEnded(status),
  );
  return {
    isSetup: runner.code !== null && isSetup(runner.code),
    isEntering: isEntering(step, runner),
    isInPosition: position !== null,
    isExiting,
  };
}

function reasonOf({ isInPosition, isExiting, isEntering: enters, isSetup: setup }: PhaseFacts): string {
  if (isInPosition) return isExiting ? 'a close is on its way' : 'a position is open';
  if (enters) return 'a ticket waits or an entry is on its way';
  return setup ? 'the setup stands' : 'no setup';
}
