import { fault, type Fault } from '#shared/base/fault.ts';
import { err, type Result } from '#shared/base/result.ts';
import type { PositionId } from '#shared/trading/ids.ts';
import type { OrderRequest } from '#shared/trading/order.ts';
import type { Position } from '#shared/trading/position.ts';
import { money } from '#shared/units/money.ts';
import { overRisk, type OverRisk } from '#main/risk/over-risk.ts';
import { closePosition } from './close-position.ts';
import type { Step } from './step.ts';

/**
 * Measures the risk of our entries anew by what they were filled at, where a report shows other positions than the one before: a fill that
 * risks too much is told with the reduction that would put it right, and no longer once it is.
 */
export function watchOverRisk(step: Step, before: readonly Position[]): void {
  for (const position of step.state.positions) {
    if (isSeenAlike(position, before)) continue;
    const { positionId, symbol, side } = position;
    const known = step.state.overRisks[positionId];
    const found = overRiskOf(step, position);
    if (found === null) {
      if (known !== undefined) step.record({ kind: 'overRiskCleared', positionId });
      continue;
    }
    const { approvedRiskMoney: approvedMoney, riskMoney, reduceBy } = found;
    if (known?.reduceBy === reduceBy && known.riskMoney === riskMoney) continue;
    step.dependencies.logger.warn('a fill risks more than was approved', {
      ...{ positionId, symbol, approvedMoney, riskMoney, reduceBy },
    });
    step.record({ kind: 'overRiskRaised', positionId, symbol, side, approvedMoney, riskMoney, reduceBy });
  }
}

/** The trader's one word for the reduction that is offered. POSITION_UNKNOWN where none is. */
export function takeReduction(step: Step, positionId: PositionId): Result<void, Fault> {
  const offered = step.state.overRisks[positionId];
  if (offered === undefined) return err(nothingOffered(positionId));
  return closePosition(step, { positionId, reason: 'overRisk', decisionId: null, volume: offered.reduceBy });
}

const nothingOffered = (positionId: PositionId): Fault =>
  fault(
    'POSITION_UNKNOWN',
    'No reduction is offered for this position: it is gone, or risks no more than was approved.',
    {
      positionId,
    },
  );

const isSeenAlike = (position: Position, before: readonly Position[]): boolean =>
  before.some(
    ({ positionId, volume, stop, openPrice }) =>
      positionId === position.positionId &&
      volume === position.volume &&
      stop === position.stop &&
      openPrice === position.openPrice,
  );

/** Of what the entry was approved for, the share that the position still is. */
function overRiskOf(step: Step, position: Position): OverRisk | null {
  const instrument = step.market.instruments.get(position.symbol);
  const entry = entryOf(step, position);
  if (entry === null || instrument === undefined) return null;
  const share = Math.min(1, position.volume / entry.volume);
  return overRisk({ position, instrument, approvedRiskMoney: money(entry.riskMoney * share) });
}

function entryOf(
  { state, dependencies }: Step,
  { clientOrderId }: Position,
): Extract<OrderRequest, { kind: 'entry' }> | null {
  if (clientOrderId === null || !(clientOrderId in state.owners)) return null;
  const request = (state.orders[clientOrderId] ?? dependencies.ledger.findOrder(clientOrderId))?.request;
  return request?.kind === 'entry' ? request : null;
}
