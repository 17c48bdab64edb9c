import { z } from 'zod';
import { faultSchema } from '../base/fault.ts';
import { lotsSchema } from '../units/lots.ts';
import { moneySchema } from '../units/money.ts';
import { priceSchema } from '../units/price.ts';
import { utcMsSchema } from '../units/utc-ms.ts';
import { accountIdentitySchema } from './account.ts';
import { isLosingStop, isWinningTarget } from './bracket.ts';
import { approvalIdSchema, clientOrderIdSchema, intentIdSchema, orderTicketSchema, positionIdSchema } from './ids.ts';
import { scenarioSchema } from './scenario.ts';
import { sideSchema } from './side.ts';

const requestBase = {
  clientOrderId: clientOrderIdSchema,
  intentId: intentIdSchema,
  account: accountIdentitySchema,
  symbol: z.string().min(1).max(64),
  side: sideSchema,
  volume: lotsSchema.refine((volume) => volume > 0, 'an order has a volume'),
};

/** What goes to the terminal, and what the journal holds before it goes. */
export const orderRequestSchema = z.discriminatedUnion('kind', [
  z
    .object({
      kind: z.literal('entry'),
      ...requestBase,
      scenario: scenarioSchema,
      approvalId: approvalIdSchema,
      authorizedBy: z.enum(['trader', 'simulation']),
      stop: priceSchema,
      target: priceSchema.nullable(),
      worstPrice: priceSchema,
      riskMoney: moneySchema,
      expiresAtUtcMs: utcMsSchema,
    })
    .refine((it) => isLosingStop({ ...it, from: it.worstPrice }), 'the stop lies on the losing side of the worst price')
    .refine(
      (it) => isWinningTarget({ ...it, from: it.worstPrice }),
      'the target lies on the winning side of the worst price',
    )
    .readonly(),
  z.object({ kind: z.literal('reduceOnly'), ...requestBase, positionId: positionIdSchema }).readonly(),
  /** Moves stop and target of a position that is open; side and volume are the position's. */
  z
    .object({
      kind: z.literal('modify'),
      ...requestBase,
      positionId: positionIdSchema,
      stop: priceSchema,
      target: priceSchema.nullable(),
    })
    .readonly(),
]);

export type OrderRequest = z.infer<typeof orderRequestSchema>;

/**
 * `unknown` is a lost answer: shown as such, never repeated, resolved only by the terminal's own records. `sent` means handed to the
 * pipe, `accepted` that the terminal took it; `filled` that deals over its whole volume were seen; `modified` that the position's stops were
 * read and are those of the request.
 */
export const orderStatusSchema = z.enum([
  'journaled',
  'neverSent',
  'deniedByAdviser',
  'expiredAtAdviser',
  'sent',
  'accepted',
  'partiallyFilled',
  'filled',
  'modified',
  'partiallyFilledThenCancelled',
  'cancelled',
  'rejected',
  'unknown',
  'notFound',
]);

export type OrderStatus = z.infer<typeof orderStatusSchema>;

export const orderSchema = z
  .object({
    request: orderRequestSchema,
    status: orderStatusSchema,
    orderTicket: orderTicketSchema.nullable(),
    filledVolume: lotsSchema,
    fault: faultSchema.nullable(),
    journaledAtUtcMs: utcMsSchema,
    changedAtUtcMs: utcMsSchema,
  })
  .readonly();

export type Order = z.infer<typeof orderSchema>;

const endedStatuses: ReadonlySet<OrderStatus> = new Set<OrderStatus>([
  'neverSent',
  'deniedByAdviser',
  'expiredAtAdviser',
  'filled',
  'modified',
  'partiallyFilledThenCancelled',
  'cancelled',
  'rejected',
  'notFound',
]);

/** Whether nothing more can happen to the order; unknown has not ended. */
export const hasEnded = (status: OrderStatus): boolean => endedStatuses.has(status);
