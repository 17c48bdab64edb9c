import type { LedgerRecords, StoredDenial } from '#main/ports/ledger-records.ts';
import type { ReadableDb } from '../readable-db.ts';
import { eventUpcasters } from '../upcasters/event-upcasters.ts';
import { selectApproval } from './approval-rows.ts';
import { selectDeal } from './deal-rows.ts';
import { selectDecisionAt } from './decision-rows.ts';
import { storedEventOf } from './event-body.ts';
import { selectEvent } from './event-rows.ts';
import { selectLesson } from './lesson-rows.ts';
import { selectOpinionOn } from './opinion-rows.ts';
import { selectOrder } from './order-rows.ts';
import { selectDecisionOf, selectNewestDecision } from './signal-rows.ts';
import { selectTrade, selectTradesOf } from './trade-rows.ts';

export const sqliteLedgerRecords = (db: ReadableDb): LedgerRecords => ({
  decisionAt: (sequence) => selectDecisionAt(db, sequence),
  denialAt: (sequence) => denialAt(db, sequence),
  approval: (id) => selectApproval(db, id),
  order: (id) => selectOrder(db, id),
  deal: (ticket) => selectDeal(db, ticket),
  trade: (position, ordinal) => selectTrade(db, position, ordinal),
  tradesWith: ({ positionId, dealTicket }) =>
    selectTradesOf(db, positionId).filter(({ legs }) => legs.some((leg) => leg.dealTicket === dealTicket)),
  decisionOf: (intent) => selectDecisionOf(db, intent),
  decisionNamed: (id) => selectNewestDecision(db, id),
  opinionOn: (decision) => selectOpinionOn(db, decision),
  lesson: (id) => selectLesson(db, id),
});

/** A denial has no table: nobody asks for it but by its event. */
function denialAt(db: ReadableDb, sequence: number): StoredDenial | null {
  const row = selectEvent(db, sequence);
  if (row === undefined) return null;
  const { event, occurredAtUtcMs } = storedEventOf(row, eventUpcasters);
  if (event.kind !== 'intentDenied') return null;
  return { intentId: event.intentId, fault: event.fault, deniedAtUtcMs: occurredAtUtcMs };
}
