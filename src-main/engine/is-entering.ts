import type { ScenarioRunner } from './scenario-runner.ts';
import type { Step } from './step.ts';

/** Whether a ticket of this scenario waits, or an entry of it is on its way. */
export function isEntering(
  { state }: Step,
  { scenario, symbol }: Pick<ScenarioRunner, 'scenario' | 'symbol'>,
): boolean {
  const waits = Object.values(state.tickets).some(
    ({ intent }) => intent.scenario === scenario && intent.symbol === symbol,
  );
  const isUnderWay = Object.values(state.orders).some(
    ({ request }) => request.kind === 'entry' && request.scenario === scenario && request.symbol === symbol,
  );
  return waits || isUnderWay;
}
