import { z } from 'zod';
import { lotsSchema } from '../units/lots.ts';
import { priceSchema } from '../units/price.ts';
import { utcMsSchema } from '../units/utc-ms.ts';
import { clientOrderIdSchema, orderTicketSchema } from './ids.ts';
import { originSchema } from './position.ts';
import { sideSchema } from './side.ts';

export const brokerOrderTypeSchema = z.enum(['market', 'limit', 'stop', 'stopLimit', 'closeBy']);

/** An order that waits or is on its way at the broker, whoever placed it, as the terminal reports it. */
export const brokerOrderSchema = z
  .object({
    orderTicket: orderTicketSchema,
    clientOrderId: clientOrderIdSchema.nullable(),
    origin: originSchema,
    symbol: z.string().min(1).max(64),
    side: sideSchema,
    type: brokerOrderTypeSchema,
    volume: lotsSchema,
    volumeLeft: lotsSchema,
    price: priceSchema.nullable(),
    stop: priceSchema.nullable(),
    target: priceSchema.nullable(),
    placedAtUtcMs: utcMsSchema,
  })
  .readonly();

export type BrokerOrder = z.infer<typeof brokerOrderSchema>;
