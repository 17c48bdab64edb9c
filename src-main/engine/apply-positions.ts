import { canonicalJson } from '#shared/base/canonical-json.ts';
import type { Position } from '#shared/trading/position.ts';
import { askForWhatIsMissing } from './ask-for-what-is-missing.ts';
import { pursueFlatten } from './flatten.ts';
import { reconcile } from './reconcile.ts';
import { settleTradingState } from './settle-trading-state.ts';
import type { Step } from './step.ts';
import { watchOverRisk } from './watch-over-risk.ts';

/** Takes the newest complete report of positions into the log (which positions there are) and into the live view (their profit). */
export function applyPositions(step: Step, reported: readonly Position[]): void {
  step.market.positions = reported;
  const { ledger, orderIds } = step.dependencies;
  const { positions, differences } = reconcile({
    state: step.state,
    reported,
    brokerOrders: step.market.brokerOrders,
    installationTag: orderIds.installationTag,
    findOrder: ledger.findOrder,
  });
  const before = step.state.positions;
  if (exposureOf(positions) !== exposureOf(before)) {
    step.record({ kind: 'positionsChanged', positions });
    watchOverRisk(step, before);
  } else {
    step.show({ kind: 'positionsChanged', positions });
  }
  if (canonicalJson(differences) !== canonicalJson(step.state.differences)) {
    step.record({ kind: 'differencesChanged', differences });
  }
  settleTradingState(step);
  askForWhatIsMissing(step);
  pursueFlatten(step);
}

/** What makes one set of positions another: not its profit, which changes by the tick. */
function exposureOf(positions: readonly Position[]): string {
  return canonicalJson(
    positions.map(({ positionId, side, volume, stop, target }) => ({ positionId, side, volume, stop, target })),
  );
}
