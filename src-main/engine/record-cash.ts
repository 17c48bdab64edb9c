import type { CashOperation } from '#shared/trading/cash-operation.ts';
import type { DealTicket } from '#shared/trading/ids.ts';
import type { Step } from './step.ts';

/** Records the money that came or went without a trade and is not known yet; the terminal may report it as often as it likes. */
export function recordCash(step: Step, operations: readonly CashOperation[]): void {
  for (const operation of operations) {
    if (hasCash(step, operation.dealTicket)) continue;
    step.record({ kind: 'cashRecorded', operation }, operation.occurredAtUtcMs);
  }
}

/** Known to the ledger, or recorded in this very turn. */
const hasCash = (step: Step, ticket: DealTicket): boolean =>
  step.dependencies.ledger.hasCash(ticket) ||
  step.events.some(({ event }) => event.kind === 'cashRecorded' && event.operation.dealTicket === ticket);
