import { z } from 'zod';
import { lotsSchema } from '../units/lots.ts';
import { moneySchema } from '../units/money.ts';
import { priceSchema } from '../units/price.ts';
import { utcMsSchema } from '../units/utc-ms.ts';
import { marginModeSchema } from './account.ts';
import { brokerOrderTypeSchema } from './broker-order.ts';
import { cashOperationSchema } from './cash-operation.ts';
import { dealEntrySchema } from './deal.ts';
import { dealTicketSchema, orderTicketSchema, positionIdSchema } from './ids.ts';
import { sideSchema } from './side.ts';

const symbolSchema = z.string().min(1).max(64);
const commentSchema = z.string().max(256);

/** An order that ended, as a report has it. `price` is null where it was at market. */
export const reportOrderSchema = z
  .object({
    orderTicket: orderTicketSchema,
    symbol: symbolSchema,
    side: sideSchema,
    type: brokerOrderTypeSchema,
    volume: lotsSchema,
    volumeFilled: lotsSchema,
    price: priceSchema.nullable(),
    stop: priceSchema.nullable(),
    target: priceSchema.nullable(),
    placedAtUtcMs: utcMsSchema,
    /** Null where it still waits. */
    endedAtUtcMs: utcMsSchema.nullable(),
    state: z.enum(['placed', 'partiallyFilled', 'filled', 'cancelled', 'rejected', 'expired']),
    comment: commentSchema,
  })
  .readonly();

export type ReportOrder = z.infer<typeof reportOrderSchema>;

/** An execution as a report has it: without the position that it belongs to, which reports do not name. */
export const reportDealSchema = z
  .object({
    dealTicket: dealTicketSchema,
    orderTicket: orderTicketSchema,
    symbol: symbolSchema,
    side: sideSchema,
    entry: dealEntrySchema,
    volume: lotsSchema,
    price: priceSchema,
    commission: moneySchema,
    fee: moneySchema,
    swap: moneySchema,
    profit: moneySchema,
    /** Of the account, after it. */
    balance: moneySchema,
    occurredAtUtcMs: utcMsSchema,
    comment: commentSchema,
  })
  .readonly();

export type ReportDeal = z.infer<typeof reportDealSchema>;

export const reportPositionSchema = z
  .object({
    positionId: positionIdSchema,
    symbol: symbolSchema,
    side: sideSchema,
    volume: lotsSchema,
    openPrice: priceSchema,
    openedAtUtcMs: utcMsSchema,
    stop: priceSchema.nullable(),
    target: priceSchema.nullable(),
    /** Null where it is open. */
    closed: z.object({ price: priceSchema, atUtcMs: utcMsSchema, commission: moneySchema }).readonly().nullable(),
    swap: moneySchema,
    profit: moneySchema,
  })
  .readonly();

/** What MT5 writes of an account's history (Toolbox → History → Report), all of it as it stands there: nothing is derived. */
export const accountReportSchema = z
  .object({
    account: z
      .object({
        login: z.string().min(1).max(32),
        name: z.string().max(128),
        company: z.string().max(128),
        server: z.string().max(128),
        currency: z.string().min(1).max(16),
        leverage: z.number().positive().nullable(),
        tradeMode: z.enum(['demo', 'real', 'contest']).nullable(),
        /** Stated by newer terminals; of older ones known by their deals, or null. */
        marginMode: marginModeSchema.nullable(),
      })
      .readonly(),
    writtenAtUtcMs: utcMsSchema,
    /** Null where the report does not say. */
    balance: moneySchema.nullable(),
    equity: moneySchema.nullable(),
    orders: z.array(reportOrderSchema).readonly(),
    workingOrders: z.array(reportOrderSchema).readonly(),
    deals: z.array(reportDealSchema).readonly(),
    cash: z.array(cashOperationSchema).readonly(),
    openPositions: z.array(reportPositionSchema).readonly(),
    closedPositions: z.array(reportPositionSchema).readonly(),
  })
  .readonly();

export type AccountReport = z.infer<typeof accountReportSchema>;
