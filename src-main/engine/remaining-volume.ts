import type { Position } from '#shared/trading/position.ts';
import { lots, type Lots } from '#shared/units/lots.ts';
import type { EngineState } from './engine-state.ts';

/** Volumes this near are the same: float noise of sums of deals. */
export const volumeTolerance = 1e-6;

/** What is left of a position by the deals that were seen, whether or not a report shows it yet. */
export function remainingVolume(state: Pick<EngineState, 'closedVolumes'>, { positionId, volume }: Position): Lots {
  const left = volume - (state.closedVolumes[positionId] ?? 0);
  return lots(left <= volumeTolerance ? 0 : Number(left.toFixed(8)));
}
