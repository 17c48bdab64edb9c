import type { Opinion } from '#shared/agent/opinion.ts';
import { fault, FaultError } from '#shared/base/fault.ts';
import {
  approvalIdSchema,
  clientOrderIdSchema,
  dealTicketSchema,
  decisionIdSchema,
  positionIdSchema,
  type PositionId,
} from '#shared/trading/ids.ts';
import { approvedRisk, type TradeRecords } from '#shared/trading/approved-risk.ts';
import type { Deal } from '#shared/trading/deal.ts';
import type { Order } from '#shared/trading/order.ts';
import { recordIdSchema } from '#shared/trading/record-id.ts';
import type { SignalDecision } from '#shared/trading/signal.ts';
import type { Trade } from '#shared/trading/trade.ts';
import type { Money } from '#shared/units/money.ts';
import type { StoredLesson } from '#main/ports/lessons.ts';
import type { LedgerRecords, StoredDenial } from '#main/ports/ledger-records.ts';
import type { OutboxRow } from '#main/ports/ledger-outbox.ts';
import type { StoredApproval } from '#main/ports/signal-storage.ts';

/** A record of the ledger with what has to be known of its neighbours to remember it. */
export type LedgerRecord =
  /** `opinion`: what the agents thought of it. */
  | { readonly kind: 'decision'; readonly decision: SignalDecision; readonly opinion: Opinion | null }
  /** `decision`: what the intent followed from; null for a trader's own wish. */
  | { readonly kind: 'denial'; readonly denial: StoredDenial; readonly decision: SignalDecision | null }
  | { readonly kind: 'approval'; readonly approval: StoredApproval }
  | { readonly kind: 'order'; readonly order: Order; readonly decision: SignalDecision | null }
  /** `trades`: those that the deal is a part of. */
  | { readonly kind: 'deal'; readonly deal: Deal; readonly trades: readonly Trade[] }
  /** `decision`: what the order that opened it followed from. */
  | {
      readonly kind: 'trade';
      readonly trade: Trade;
      readonly decision: SignalDecision | null;
      readonly riskMoney: Money | null;
    }
  | ({ readonly kind: 'lesson' } & StoredLesson)
  /** A trade that was made anew of its deals, and is no more. */
  | { readonly kind: 'noTrade'; readonly positionId: PositionId; readonly ordinal: number };

export interface LedgerReads {
  readonly records: LedgerRecords;
  readonly trades: TradeRecords;
}

/** Reads what a row of the outbox tells of, as it stands now. Throws RECORD_UNKNOWN where there is no such record, and whatever cannot be read. */
export function readLedgerRecord({ sequence, topic, key }: OutboxRow, { records, trades }: LedgerReads): LedgerRecord {
  switch (topic) {
    case 'decision':
      return decisionRecord(present(records.decisionAt(sequence), topic, key), records);
    case 'opinion':
      return decisionRecord(present(records.decisionNamed(decisionIdSchema.parse(key)), topic, key), records);
    case 'lesson':
      return { kind: 'lesson', ...present(records.lesson(recordIdSchema.parse(key)), topic, key) };
    case 'denial': {
      const denial = present(records.denialAt(sequence), topic, key);
      return { kind: 'denial', denial, decision: records.decisionOf(denial.intentId) };
    }
    case 'approval':
      return { kind: 'approval', approval: present(records.approval(approvalIdSchema.parse(key)), topic, key) };
    case 'order': {
      const order = present(records.order(clientOrderIdSchema.parse(key)), topic, key);
      return { kind: 'order', order, decision: records.decisionOf(order.request.intentId) };
    }
    case 'deal': {
      const deal = present(records.deal(dealTicketSchema.parse(key)), topic, key);
      return { kind: 'deal', deal, trades: records.tradesWith(deal) };
    }
    case 'trade':
      return readTrade(key, { records, trades });
  }
}

const decisionRecord = (decision: SignalDecision, records: LedgerRecords): LedgerRecord => ({
  ...{ kind: 'decision', decision },
  opinion: records.opinionOn(decision.decisionId),
});

function readTrade(key: string, { records, trades }: LedgerReads): LedgerRecord {
  const hash = key.lastIndexOf('#');
  const positionId = positionIdSchema.parse(key.slice(0, hash));
  const ordinal = Number(key.slice(hash + 1));
  const trade = records.trade(positionId, ordinal);
  if (trade === null) return { kind: 'noTrade', positionId, ordinal };
  return { kind: 'trade', trade, decision: decisionBehind(trade, records), riskMoney: approvedRisk(trade, trades) };
}

function decisionBehind({ legs }: Trade, records: LedgerRecords): SignalDecision | null {
  const opening = legs[0] === undefined ? null : records.deal(legs[0].dealTicket);
  const order = opening?.clientOrderId == null ? null : records.order(opening.clientOrderId);
  return order === null ? null : records.decisionOf(order.request.intentId);
}

function present<T>(record: T | null, topic: string, key: string): T {
  if (record !== null) return record;
  throw new FaultError(
    fault('RECORD_UNKNOWN', `The ledger tells of the ${topic} ${key} and has none.`, { topic, key }),
  );
}
