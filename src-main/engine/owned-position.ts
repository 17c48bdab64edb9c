import type { Position } from '#shared/trading/position.ts';
import type { EngineState } from './engine-state.ts';
import type { ScenarioRunner } from './scenario-runner.ts';

/** The position that a scenario opened on its symbol; a trade belongs to the scenario that opened it until it is closed. */
export function ownedPosition(
  state: EngineState,
  { scenario, symbol }: Pick<ScenarioRunner, 'scenario' | 'symbol'>,
): Position | null {
  const isOwned = (position: Position): boolean =>
    position.symbol === symbol && position.clientOrderId !== null && state.owners[position.clientOrderId] === scenario;
  return state.positions.find(isOwned) ?? null;
}
