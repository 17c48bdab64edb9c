import type { StoredEvent } from '#main/ports/event-log.ts';
import type { WritableDb } from '../readable-db.ts';
import { endApproval, insertApproval } from './approval-rows.ts';
import { insertDeal } from './deal-rows.ts';
import { insertDecision } from './decision-rows.ts';
import { addFill, insertOrder, updateOrderStatus } from './order-rows.ts';

/**
 * Writes what follows from an event into the tables that are asked by noun, in the transaction that appends it. They can be made again from
 * the log. An event about an order or a ticket that was never written is a mistake of ours, and nothing of its batch is appended.
 */
export function projectEvent(db: WritableDb, { sequence, event, occurredAtUtcMs }: StoredEvent): void {
  switch (event.kind) {
    case 'decisionMade':
      return insertDecision(db, sequence, event.decision);
    case 'approvalOpened':
      return insertApproval(db, sequence, event.ticket);
    case 'approvalEnded':
      return endApproval(db, event, occurredAtUtcMs);
    case 'orderJournaled':
      return insertOrder(db, { sequence, request: event.request, journaledAtUtcMs: occurredAtUtcMs });
    case 'orderStatusChanged':
      return updateOrderStatus(db, event, occurredAtUtcMs);
    case 'dealRecorded':
      insertDeal(db, sequence, event.deal);
      return addFill(db, event.deal, occurredAtUtcMs);
    default:
      return;
  }
}
