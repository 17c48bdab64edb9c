import type { Fault } from '#shared/base/fault.ts';
import type { EndedApproval } from '#shared/contract/cockpit-snapshot.ts';
import type { ApprovalTicket } from '#shared/trading/approval-ticket.ts';
import type { IntentId } from '#shared/trading/ids.ts';
import type { Order } from '#shared/trading/order.ts';
import type { SignalDecision } from '#shared/trading/signal.ts';

/** How a ticket ended; null while it waits. */
export type ApprovalEnd = Omit<EndedApproval, 'ticket'>;

export interface StoredApproval {
  readonly ticket: ApprovalTicket;
  readonly ended: ApprovalEnd | null;
}

/** What a scenario asked for, and what came of it: null where it did not come to that. */
export interface StoredSignal {
  /** Of the decision's event; the page's mark. */
  readonly sequence: number;
  readonly decision: SignalDecision;
  readonly intentId: IntentId | null;
  readonly denial: Fault | null;
  /** The newest of its tickets. */
  readonly approval: StoredApproval | null;
  readonly order: Order | null;
}

/** What the ledger knows of decisions, signals and approvals. Every list is newest first. */
export interface SignalStorage {
  readonly latestDecisions: (limit: number) => readonly SignalDecision[];
  /** `before` is the sequence of the last one of the page before. */
  readonly signals: (page: { readonly before: number | null; readonly limit: number }) => readonly StoredSignal[];
  readonly latestApprovals: (limit: number) => readonly StoredApproval[];
}
