import { instrumentSchema } from '#shared/market/instrument.ts';
import { accountIdentitySchema, marginModeSchema } from '#shared/trading/account.ts';
import { dealEntrySchema, dealReasonSchema } from '#shared/trading/deal.ts';
import { clientOrderIdSchema, dealTicketSchema, orderTicketSchema, positionIdSchema } from '#shared/trading/ids.ts';
import { sideSchema } from '#shared/trading/side.ts';
import { lotsSchema } from '#shared/units/lots.ts';
import { moneySchema } from '#shared/units/money.ts';
import { priceSchema } from '#shared/units/price.ts';
import { z } from 'zod';
import { serverMsSchema } from '../server-ms.ts';
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
    isTradeAllowed: z.boolean(),
    stampMs: serverMsSchema,
  })
  .readonly();

export type WireAccount = z.infer<typeof wireAccountSchema>;

/** `clientOrderId` is the position's magic where it bears our mark, else null. */
export const wirePositionSchema = z
  .object({
    positionId: positionIdSchema,
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

export const pagesMax = 256;

/** A list of one revision comes as parts 1 to `parts`, in order, and is applied only when all are there. An empty list is one empty part. */
const pageFields = {
  revision: z.number().int().nonnegative(),
  part: z.number().int().min(1).max(pagesMax),
  parts: z.number().int().min(1).max(pagesMax),
  stampMs: serverMsSchema,
};

export interface Page {
  readonly revision: number;
  readonly part: number;
  readonly parts: number;
  readonly stampMs: z.infer<typeof serverMsSchema>;
}

/** The first message after READY. SYMBOLS, POSITIONS and DEALS of the same revision follow, in any order; together they are the snapshot. */
export const snapshotHeadSchema = z
  .object({
    revision: pageFields.revision,
    account: wireAccountSchema,
    build: z.string().min(1).max(64),
    journalHighWaterMark: clientOrderIdSchema.nullable(),
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

/** Deals that the app may not know yet, oldest first; those that it knows already do no harm. */
export const dealsSchema = z.object({ ...pageFields, deals: z.array(wireDealSchema).readonly() }).readonly();

export type DealsBody = z.infer<typeof dealsSchema>;
