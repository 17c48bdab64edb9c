import { checkLevels } from '#main/fills/check-levels.ts';
import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { PositionId } from '#shared/trading/ids.ts';
import type { Price } from '#shared/units/price.ts';
import type { BrokerState } from './broker-state.ts';
import type { MarketNow } from './market-watch.ts';

export interface StopsRequest {
  readonly positionId: PositionId;
  readonly stop: Price | null;
  readonly target: Price | null;
}

/** Sets stop and target of a position. No order of it stands in any history, as in MT5. POSITION_UNKNOWN and the codes of `checkLevels`. */
export function moveStops(
  state: BrokerState,
  { positionId, stop, target }: StopsRequest,
  { quote, instrument }: MarketNow,
): Result<BrokerState, Fault> {
  const position = state.positions.find((it) => it.positionId === positionId);
  if (position === undefined)
    return err(fault('POSITION_UNKNOWN', 'The position whose stops would be moved is not open.'));
  const refusal = checkLevels({ side: position.side, stop, target }, quote, instrument);
  if (refusal !== null) return err(refusal);
  const moved = { ...position, stop, target };
  return ok({ ...state, positions: state.positions.map((it) => (it === position ? moved : it)) });
}
