import { fault, type Fault } from '#shared/base/fault.ts';
import { err, type Result } from '#shared/base/result.ts';
import type { PositionId } from '#shared/trading/ids.ts';
import type { Position } from '#shared/trading/position.ts';
import { overRisk, type OverRisk } from '#main/risk/over-risk.ts';
import { closePosition } from './close-position.ts';
import { entryOf } from './entry-of.ts';
import type { Step } from './step.ts';

/**
 * Measures the risk of our entries anew by what they were filled at, to the stop that was approved: a fill that risks too much is told with the
 * reduction that would put it right, until it is put right by that, or by a nearer stop. A stop that the trader widens later is his own word.
 */
export function watchOverRisk(step: Step, before: readonly Position[]): void {
  for (const position of step.state.positions) {
    const known = step.state.overRisks[position.positionId];
    if (hasGrown(position, before)) raise(step, position);
    else if (known !== undefined && overRiskOf(step, position) === null) {
      step.record({ kind: 'overRiskCleared', positionId: position.positionId });
    }
  }
}

function raise(step: Step, position: Position): void {
  const { positionId, symbol, side } = position;
  const found = overRiskOf(step, { ...position, stop: entryOf(step, position)?.stop ?? null });
  if (found === null) return;
  const { approvedRiskMoney: approvedMoney, riskMoney, reduceBy } = found;
  const facts = { positionId, symbol, approvedMoney, riskMoney, reduceBy };
  step.dependencies.logger.warn('a fill risks more than was approved', facts);
  step.record({ kind: 'overRiskRaised', ...facts, side });
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

/** A deal has opened it, or added to it, since the report before. */
function hasGrown({ positionId, volume, openPrice }: Position, before: readonly Position[]): boolean {
  const earlier = before.find((it) => it.positionId === positionId);
  return earlier === undefined || volume > earlier.volume || openPrice !== earlier.openPrice;
}

/** Null as well where no entry of ours opened it. */
function overRiskOf(step: Step, position: Position): OverRisk | null {
  const instrument = step.market.instruments.get(position.symbol);
  const entry = entryOf(step, position);
  if (entry === null || instrument === undefined) return null;
  return overRisk({ position, instrument, approvedRiskMoney: entry.riskMoney });
}
