import { recoverOrders } from '#main/execution/recover-orders.ts';
import { settleTradingState } from './settle-trading-state.ts';
import { tellStandings } from './tell-agents.ts';
import type { Step } from './step.ts';
import { takeUpCountdowns } from './ticket-clocks.ts';

/** Every start is a recovery: whatever was on its way when the last run ended may or may not have happened. */
export function startUp(step: Step): void {
  const { programVersion, orderIds } = step.dependencies;
  step.record({ kind: 'engineStarted', programVersion, installationTag: orderIds.installationTag });
  for (const event of recoverOrders(Object.values(step.state.orders)).events) step.record(event);
  takeUpCountdowns(step);
  settleTradingState(step);
  tellStandings(step);
}
