import type { LedgerTopic } from '#main/ports/ledger-outbox.ts';
import type { StoredEvent } from '#main/ports/event-log.ts';
import type { WritableDb } from '../readable-db.ts';
import { endApproval, insertApproval } from './approval-rows.ts';
import { insertCash } from './cash-rows.ts';
import { countKnown } from './deal-sync-rows.ts';
import { insertDeal } from './deal-rows.ts';
import { insertDecision } from './decision-rows.ts';
import { insertInstrument } from './instrument-rows.ts';
import { insertLesson, retireLesson } from './lesson-rows.ts';
import { insertOpinion } from './opinion-rows.ts';
import { addFill, insertOrder, updateOrderStatus } from './order-rows.ts';
import { insertOutboxRow } from './outbox-rows.ts';
import { replacePositions } from './position-rows.ts';
import { insertSignal, linkApproval, linkDenial, linkIntent, linkOrder } from './signal-rows.ts';
import { projectTrades } from './trade-rows.ts';

/**
 * Writes what follows from an event into the tables that are asked by noun and into the outbox, in the transaction that appends it. They can be
 * made again from the log, and say the same then. An event about an order or a ticket that was never written is a mistake of ours, and nothing
 * of its batch is appended. Whoever changes what is written here raises `projectionVersion`.
 */
export function projectEvent(db: WritableDb, { sequence, event, occurredAtUtcMs, receivedAtUtcMs }: StoredEvent): void {
  const tell = (topic: LedgerTopic, key: string): void => insertOutboxRow(db, { sequence, topic, key });
  switch (event.kind) {
    case 'instrumentChanged':
      return insertInstrument(db, { ...event, sequence, validFromUtcMs: occurredAtUtcMs });
    case 'positionsChanged':
      return replacePositions(db, { positions: event.positions, sequence, seenAtUtcMs: occurredAtUtcMs });
    case 'decisionMade':
      insertDecision(db, sequence, event.decision);
      insertSignal(db, sequence, event.decision);
      return tell('decision', event.decision.decisionId);
    case 'intentFormed':
      if (event.intent.kind === 'modify' || event.intent.decisionId === null) return;
      return linkIntent(db, event.intent.decisionId, event.intent.intentId);
    case 'intentDenied':
      linkDenial(db, event.intentId, event.fault);
      return tell('denial', event.intentId);
    case 'approvalOpened':
      insertApproval(db, sequence, event.ticket);
      linkApproval(db, event.ticket.intent.intentId, event.ticket.approvalId);
      return tell('approval', event.ticket.approvalId);
    case 'approvalEnded':
      endApproval(db, event, occurredAtUtcMs);
      return tell('approval', event.approvalId);
    case 'orderJournaled':
      insertOrder(db, { sequence, request: event.request, journaledAtUtcMs: occurredAtUtcMs });
      linkOrder(db, event.request.intentId, event.request.clientOrderId);
      return tell('order', event.request.clientOrderId);
    case 'orderStatusChanged':
      updateOrderStatus(db, event, occurredAtUtcMs);
      return tell('order', event.clientOrderId);
    case 'dealRecorded': {
      const { deal } = event;
      insertDeal(db, sequence, deal);
      const order = addFill(db, deal, occurredAtUtcMs);
      countKnown(db, { what: 'deals', occurredAtUtcMs: deal.occurredAtUtcMs, receivedAtUtcMs });
      const { ordinals, deals } = projectTrades(db, sequence, deal);
      if (order !== null) tell('order', order);
      for (const ticket of deals) tell('deal', ticket);
      for (const ordinal of ordinals) tell('trade', `${deal.positionId}#${ordinal}`);
      return;
    }
    case 'cashRecorded':
      insertCash(db, sequence, event.operation);
      return countKnown(db, {
        what: 'cashOperations',
        occurredAtUtcMs: event.operation.occurredAtUtcMs,
        receivedAtUtcMs,
      });
    case 'opinionGiven':
      if (event.opinion === null) return;
      insertOpinion(db, sequence, event.opinion);
      return tell('opinion', event.decisionId);
    case 'lessonLearnt':
      insertLesson(db, sequence, event.lesson);
      return tell('lesson', event.lesson.lessonId);
    case 'lessonRetired':
      retireLesson(db, { ...event, atUtcMs: occurredAtUtcMs });
      return tell('lesson', event.lessonId);
    default:
      return;
  }
}
