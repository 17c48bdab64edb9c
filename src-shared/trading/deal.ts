import { z } from 'zod';
import { lotsSchema } from '../units/lots.ts';
import { moneySchema } from '../units/money.ts';
import { priceSchema } from '../units/price.ts';
import { utcMsSchema } from '../units/utc-ms.ts';
import { clientOrderIdSchema, dealTicketSchema, orderTicketSchema, positionIdSchema } from './ids.ts';
import { sideSchema } from './side.ts';

export const dealEntrySchema = z.enum(['in', 'out', 'inOut']);

export const dealReasonSchema = z.enum(['adviser', 'manual', 'stop', 'target', 'stopOut']);

/** One execution, immutable. Profit is realised by `out` deals; commission and swap are negative where they cost. */
export const dealSchema = z
  .object({
    dealTicket: dealTicketSchema,
    orderTicket: orderTicketSchema,
    positionId: positionIdSchema,
    clientOrderId: clientOrderIdSchema.nullable(),
    symbol: z.string().min(1).max(64),
    side: sideSchema,
    entry: dealEntrySchema,
    reason: dealReasonSchema,
    volume: lotsSchema.refine((volume) => volume > 0, 'an execution has a volume'),
    price: priceSchema,
    profit: moneySchema,
    commission: moneySchema,
    swap: moneySchema,
    occurredAtUtcMs: utcMsSchema,
  })
  .readonly();

export type Deal = z.infer<typeof dealSchema>;
