import { accountIdentitySchema } from '#shared/trading/account.ts';
import { clientOrderIdSchema, dealTicketSchema, orderTicketSchema, positionIdSchema } from '#shared/trading/ids.ts';
import { sideSchema } from '#shared/trading/side.ts';
import { lotsSchema } from '#shared/units/lots.ts';
import { moneySchema } from '#shared/units/money.ts';
import { priceSchema } from '#shared/units/price.ts';
import { utcMsSchema } from '#shared/units/utc-ms.ts';
import { z } from 'zod';
import { serverMsSchema } from '../server-ms.ts';
import { wireFaultSchema } from '../wire-fault.ts';
import { wireDealSchema } from './state-messages.ts';

export const orderTtlMsMax = 10_000;

/**
 * `sentAtUtcMs` is the desk's wall clock, not the server's: both ends of the pipe stand on one machine, and a replay's market runs at
 * another pace. The terminal lets an order die (`expired`) when that clock is past `sentAtUtcMs + ttlMs`, drops one of another session
 * unread, and denies one of another account.
 */
const orderFields = {
  id: clientOrderIdSchema,
  session: z.string().min(1).max(64),
  account: accountIdentitySchema,
  symbol: z.string().min(1).max(64),
  side: sideSchema,
  volume: lotsSchema,
  sentAtUtcMs: utcMsSchema,
  ttlMs: z.number().int().positive().max(orderTtlMsMax),
};

/**
 * A market order, sent once. An entry is denied when the ask (buy) or bid (sell) is beyond `worstPrice`, or the loss to the stop beyond
 * `riskMoney`; stop and target travel in the same request. A reduceOnly closes at most what is open of the position, from its other side. A modify sets
 * stop and target of a position; its side and volume are the position's.
 */
export const wireOrderSchema = z.discriminatedUnion('kind', [
  z
    .object({
      kind: z.literal('entry'),
      ...orderFields,
      stop: priceSchema,
      target: priceSchema.nullable(),
      worstPrice: priceSchema,
      riskMoney: moneySchema,
    })
    .readonly(),
  z.object({ kind: z.literal('reduceOnly'), ...orderFields, positionId: positionIdSchema }).readonly(),
  z
    .object({
      kind: z.literal('modify'),
      ...orderFields,
      positionId: positionIdSchema,
      stop: priceSchema,
      target: priceSchema.nullable(),
    })
    .readonly(),
]);

export type WireOrder = z.infer<typeof wireOrderSchema>;

/** The adviser has the order in its journal. It says nothing of the broker. */
export const orderAckSchema = z.object({ id: clientOrderIdSchema, stampMs: serverMsSchema }).readonly();

export type OrderAckBody = z.infer<typeof orderAckSchema>;

/** The broker's return code as a fact for the log, null where the broker was not asked. */
const retcodeSchema = z.number().int().nullable();

/** Of one order. */
export const orderDealsMax = 64;

const someDealsSchema = z.array(wireDealSchema).min(1).max(orderDealsMax).readonly();

const notDone = { fault: wireFaultSchema, retcode: retcodeSchema };

/**
 * denied and expired: the adviser did not send it. rejected: the broker refused it. accepted: the broker has it, no end. partiallyFilled and filled: deals were
 * seen. modified: the position's stops were read and are those asked for. unknown: the adviser cannot tell, and never sends it again.
 */
export const wireOrderStateSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('denied'), ...notDone }).readonly(),
  z.object({ state: z.literal('expired'), ...notDone }).readonly(),
  z.object({ state: z.literal('rejected'), ...notDone }).readonly(),
  z.object({ state: z.literal('unknown'), ...notDone }).readonly(),
  z
    .object({ state: z.literal('accepted'), orderTicket: orderTicketSchema.nullable(), retcode: retcodeSchema })
    .readonly(),
  z
    .object({
      state: z.literal('partiallyFilled'),
      orderTicket: orderTicketSchema,
      deals: someDealsSchema,
      retcode: retcodeSchema,
    })
    .readonly(),
  z
    .object({
      state: z.literal('cancelled'),
      orderTicket: orderTicketSchema.nullable(),
      /** What was filled before the rest was cancelled. */
      deals: z.array(wireDealSchema).max(orderDealsMax).readonly(),
      retcode: retcodeSchema,
    })
    .readonly(),
  z
    .object({
      state: z.literal('filled'),
      orderTicket: orderTicketSchema,
      deals: someDealsSchema,
      retcode: retcodeSchema,
    })
    .readonly(),
  z
    .object({
      state: z.literal('modified'),
      positionId: positionIdSchema,
      stop: priceSchema.nullable(),
      target: priceSchema.nullable(),
      retcode: retcodeSchema,
    })
    .readonly(),
]);

export type WireOrderState = z.infer<typeof wireOrderStateSchema>;

/** Unasked: what has just become of an order. A known id sent again is answered with what is stored of it. */
export const orderResultSchema = z
  .object({ id: clientOrderIdSchema, result: wireOrderStateSchema, stampMs: serverMsSchema })
  .readonly();

export type OrderResultBody = z.infer<typeof orderResultSchema>;

/** Asks what journal and history say of an order; it never trades. */
export const orderQuerySchema = z
  .object({
    id: clientOrderIdSchema,
    session: z.string().min(1).max(64),
    account: accountIdentitySchema,
    /** The last deal that the app knows: a history that lacks it is not all there, and proves nothing. */
    lastDealTicket: dealTicketSchema.nullable(),
  })
  .readonly();

export type OrderQueryBody = z.infer<typeof orderQuerySchema>;

/**
 * NOT_FOUND only where the terminal's own records prove that the order never reached the market; where they cannot tell (yet), UNKNOWN.
 * WRONG_ACCOUNT: the terminal stands on another account, which proves nothing.
 */
export const orderStatusSchema = z
  .object({
    id: clientOrderIdSchema,
    answer: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('FOUND'), result: wireOrderStateSchema }).readonly(),
      z.object({ kind: z.literal('NOT_FOUND') }).readonly(),
      z.object({ kind: z.literal('UNKNOWN'), fault: wireFaultSchema.nullish() }).readonly(),
      z.object({ kind: z.literal('WRONG_ACCOUNT') }).readonly(),
    ]),
    stampMs: serverMsSchema,
  })
  .readonly();

export type OrderStatusBody = z.infer<typeof orderStatusSchema>;
