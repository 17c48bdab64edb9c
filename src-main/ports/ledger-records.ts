import type { Fault } from '#shared/base/fault.ts';
import type { Opinion } from '#shared/agent/opinion.ts';
import type { Deal } from '#shared/trading/deal.ts';
import type { ApprovalId, ClientOrderId, DealTicket, DecisionId, IntentId, PositionId } from '#shared/trading/ids.ts';
import type { Order } from '#shared/trading/order.ts';
import type { RecordId } from '#shared/trading/record-id.ts';
import type { SignalDecision } from '#shared/trading/signal.ts';
import type { Trade } from '#shared/trading/trade.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { StoredLesson } from './lessons.ts';
import type { StoredApproval } from './signal-storage.ts';

/** An intent that risk, or approval, refused. */
export interface StoredDenial {
  readonly intentId: IntentId;
  readonly fault: Fault;
  readonly deniedAtUtcMs: UtcMs;
}

/**
 * The ledger's records one by one, for those who follow its outbox: each as it stands now, null where there is none. What a replay can say once more
 * under the same id, a decision and a denial, is found by the sequence of its event.
 */
export interface LedgerRecords {
  readonly decisionAt: (sequence: number) => SignalDecision | null;
  readonly denialAt: (sequence: number) => StoredDenial | null;
  readonly approval: (id: ApprovalId) => StoredApproval | null;
  readonly order: (id: ClientOrderId) => Order | null;
  readonly deal: (ticket: DealTicket) => Deal | null;
  readonly trade: (position: PositionId, ordinal: number) => Trade | null;
  /** All of a position that a deal is a part of, by their ordinals: two where it reversed the position, none where it closed what was never seen open. */
  readonly tradesWith: (deal: Pick<Deal, 'positionId' | 'dealTicket'>) => readonly Trade[];
  /** The newest decision that an intent followed from; null for a trader's own wish. */
  readonly decisionOf: (intent: IntentId) => SignalDecision | null;
  /** The newest of its name that asked for something. */
  readonly decisionNamed: (id: DecisionId) => SignalDecision | null;
  /** What the agents thought of a decision; null where nothing was said. */
  readonly opinionOn: (decision: DecisionId) => Opinion | null;
  readonly lesson: (id: RecordId) => StoredLesson | null;
}
