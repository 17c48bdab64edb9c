import { sessionRoleSchema } from '#main/protocol/messages/handshake-messages.ts';
import { transactionTypeSchema, type WireAccount } from '#main/protocol/messages/state-messages.ts';
import type { OrderStatusBody, WireOrder, WireOrderState } from '#main/protocol/messages/trade-messages.ts';
import { calendarImportanceSchema } from '#shared/market/calendar-event.ts';
import {
  calculationModeSchema,
  executionModeSchema,
  fillingModeSchema,
  swapModeSchema,
  symbolTradeModeSchema,
} from '#shared/market/instrument.ts';
import { timeframes } from '#shared/market/timeframe.ts';
import { marginModeSchema, tradeModeSchema } from '#shared/trading/account.ts';
import { brokerOrderTypeSchema } from '#shared/trading/broker-order.ts';
import { cashKindSchema } from '#shared/trading/cash-operation.ts';
import { dealEntrySchema, dealReasonSchema } from '#shared/trading/deal.ts';
import { originSchema } from '#shared/trading/position.ts';
import { sideSchema } from '#shared/trading/side.ts';

/** All members of a union, each once: the compiler refuses one too few and one too many. */
const all = <Word extends string>(words: Readonly<Record<Word, true>>): readonly string[] => Object.keys(words);

/** The words that stand for a choice in JSON payloads, by the choice. */
export const wireWords: Readonly<Record<string, readonly string[]>> = {
  role: sessionRoleSchema.options,
  timeframe: timeframes,
  tradeMode: tradeModeSchema.options,
  marginMode: marginModeSchema.options,
  stopOut: all<WireAccount['stopOut']['mode']>({ percent: true, money: true }),
  calculation: calculationModeSchema.options,
  symbolTrade: symbolTradeModeSchema.options,
  execution: executionModeSchema.options,
  filling: fillingModeSchema.options,
  swap: swapModeSchema.options,
  importance: calendarImportanceSchema.options,
  side: sideSchema.options,
  origin: originSchema.options,
  entry: dealEntrySchema.options,
  reason: dealReasonSchema.options,
  cash: cashKindSchema.options,
  orderType: brokerOrderTypeSchema.options,
  transaction: transactionTypeSchema.options,
  orderKind: all<WireOrder['kind']>({ entry: true, reduceOnly: true, modify: true }),
  orderState: all<WireOrderState['state']>({
    denied: true,
    expired: true,
    rejected: true,
    unknown: true,
    accepted: true,
    partiallyFilled: true,
    cancelled: true,
    filled: true,
    modified: true,
  }),
  answer: all<OrderStatusBody['answer']['kind']>({ FOUND: true, NOT_FOUND: true, UNKNOWN: true, WRONG_ACCOUNT: true }),
};
