import { instrumentSchema } from '#shared/market/instrument.ts';
import { accountIdentitySchema, marginModeSchema, stopOutSchema } from '#shared/trading/account.ts';
import { brokerOrderTypeSchema } from '#shared/trading/broker-order.ts';
import { cashKindSchema } from '#shared/trading/cash-operation.ts';
import { dealEntrySchema, dealReasonSchema } from '#shared/trading/deal.ts';
import { clientOrderIdSchema, dealTicketSchema, orderTicketSchema, positionIdSchema } from '#shared/trading/ids.ts';
import { originSchema } from '#shared/trading/position.ts';
import { sideSchema } from '#shared/trading/side.ts';
import { lotsSchema } from '#shared/units/lots.ts';
import { moneySchema } from '#shared/units/money.ts';
import { priceSchema } from '#shared/units/price.ts';
import { z } from 'zod';
import { serverMsSchema } from '../server-ms.ts';
import { limitsStatusSchema } from './limits-messages.ts';
import { pageFields } from './page.ts';
import { replaySchema } from './replay-messages.ts';

const symbolSchema = z.string().min(1).max(64);

/** Money is in the account's currency. */
export const wireAccountSchema = z
  .object({
    identity: accountIdentitySchema,
    currency: z.string().min(1).max(16),
    leverage: z.number().positive(),
    marginMode: marginModeSchema,
    balance: moneySchema,
    credit: moneySchema,
    equity: moneySchema,
    margin: moneySchema,
    freeMargin: moneySchema,
    permissions: z
      .object({ terminal: z.boolean(), adviser: z.boolean(), account: z.boolean(), accountExpert: z.boolean() })
      .readonly(),
    /** With the broker. */
    isConnected: z.boolean(),
    stopOut: stopOutSchema,
    stampMs: serverMsSchema,
  })
  .readonly();

export type WireAccount = z.infer<typeof wireAccountSchema>;

/** `clientOrderId` is the position's magic where it bears our mark, else null. `ticket` may change, `positionId` does not. */
export const wirePositionSchema = z
  .object({
    positionId: positionIdSchema,
    ticket: positionIdSchema,
    symbol: symbolSchema,
    side: sideSchema,
    volume: lotsSchema,
    openPrice: priceSchema,
    openedStampMs: serverMsSchema,
    stop: priceSchema.nullable(),
    target: priceSchema.nullable(),
    profit: moneySchema,
    swap: moneySchema,
    clientOrderId: clientOrderIdSchema.nullable(),
    origin: originSchema,
  })
  .readonly();

export type WirePosition = z.infer<typeof wirePositionSchema>;

export const wireDealSchema = z
  .object({
    dealTicket: dealTicketSchema,
    orderTicket: orderTicketSchema,
    positionId: positionIdSchema,
    clientOrderId: clientOrderIdSchema.nullable(),
    symbol: symbolSchema,
    side: sideSchema,
    entry: dealEntrySchema,
    reason: dealReasonSchema,
    volume: lotsSchema,
    price: priceSchema,
    profit: moneySchema,
    commission: moneySchema,
    swap: moneySchema,
    stampMs: serverMsSchema,
  })
  .readonly();

export type WireDeal = z.infer<typeof wireDealSchema>;

/** An order that waits or is on its way at the broker, whoever placed it. */
export const wireBrokerOrderSchema = z
  .object({
    orderTicket: orderTicketSchema,
    clientOrderId: clientOrderIdSchema.nullable(),
    origin: originSchema,
    symbol: symbolSchema,
    side: sideSchema,
    type: brokerOrderTypeSchema,
    volume: lotsSchema,
    volumeLeft: lotsSchema,
    price: priceSchema.nullable(),
    stop: priceSchema.nullable(),
    target: priceSchema.nullable(),
    placedStampMs: serverMsSchema,
  })
  .readonly();

export type WireBrokerOrder = z.infer<typeof wireBrokerOrderSchema>;

/** A deal that is no trade: money that came or went. */
export const wireCashSchema = z
  .object({ dealTicket: dealTicketSchema, kind: cashKindSchema, amount: moneySchema, stampMs: serverMsSchema })
  .readonly();

export type WireCash = z.infer<typeof wireCashSchema>;

/** The first message after READY. SYMBOLS, POSITIONS, ORDERS and DEALS of the same revision follow, in any order; together they are the snapshot. */
export const snapshotHeadSchema = z
  .object({
    revision: pageFields.revision,
    account: wireAccountSchema,
    build: z.string().min(1).max(64),
    /** The highest of our ids that the adviser's journal knows, one for each installation tag. */
    journalMarks: z.array(clientOrderIdSchema).max(64).readonly(),
    limits: limitsStatusSchema,
    /** Null where the market is real. */
    replay: replaySchema.nullable(),
    stampMs: serverMsSchema,
  })
  .readonly();

export type SnapshotHead = z.infer<typeof snapshotHeadSchema>;

export const symbolsSchema = z.object({ ...pageFields, instruments: z.array(instrumentSchema).readonly() }).readonly();

export type SymbolsBody = z.infer<typeof symbolsSchema>;

/** All open positions of the account, whoever opened them. */
export const positionsSchema = z
  .object({ ...pageFields, positions: z.array(wirePositionSchema).readonly() })
  .readonly();

export type PositionsBody = z.infer<typeof positionsSchema>;

/** Every order that waits or is on its way, whoever placed it. */
export const ordersSchema = z.object({ ...pageFields, orders: z.array(wireBrokerOrderSchema).readonly() }).readonly();

export type OrdersBody = z.infer<typeof ordersSchema>;

/** Deals that the app may not know yet, oldest first; those that it knows already do no harm. `count` is of deals and cash together. */
export const dealsSchema = z
  .object({
    ...pageFields,
    deals: z.array(wireDealSchema).readonly(),
    cash: z.array(wireCashSchema).readonly(),
  })
  .readonly();

export type DealsBody = z.infer<typeof dealsSchema>;

/** The whole snapshot is wanted again. */
export const snapshotRequestSchema = z.object({}).readonly();

export type SnapshotRequestBody = z.infer<typeof snapshotRequestSchema>;

export const transactionTypeSchema = z.enum([
  'orderAdded',
  'orderUpdated',
  'orderDeleted',
  'dealAdded',
  'dealUpdated',
  'dealDeleted',
  'historyAdded',
  'historyUpdated',
  'historyDeleted',
  'position',
  'request',
]);

/** A hint that something changed, which may be lost or come twice: what is true comes with the lists. */
export const transactionSchema = z
  .object({
    type: transactionTypeSchema,
    orderTicket: orderTicketSchema.nullable(),
    dealTicket: dealTicketSchema.nullable(),
    positionId: positionIdSchema.nullable(),
    clientOrderId: clientOrderIdSchema.nullable(),
    stampMs: serverMsSchema,
  })
  .readonly();

export type TransactionBody = z.infer<typeof transactionSchema>;
