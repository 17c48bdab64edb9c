import { z } from 'zod';
import { lotsSchema } from '../units/lots.ts';
import { moneySchema } from '../units/money.ts';
import { priceSchema } from '../units/price.ts';
import { utcMsSchema } from '../units/utc-ms.ts';
import { clientOrderIdSchema, positionIdSchema } from './ids.ts';
import { sideSchema } from './side.ts';

/** Who opened it, by the order's magic: a cockpit (ours or another), another adviser, or a hand. */
export const originSchema = z.enum(['ats', 'adviser', 'manual']);

export type Origin = z.infer<typeof originSchema>;

/** Exposure as the terminal reports it. `clientOrderId` is null where the position bears no mark of ours (manual, another adviser). */
export const positionSchema = z
  .object({
    positionId: positionIdSchema,
    symbol: z.string().min(1).max(64),
    side: sideSchema,
    volume: lotsSchema,
    openPrice: priceSchema,
    openedAtUtcMs: utcMsSchema,
    stop: priceSchema.nullable(),
    target: priceSchema.nullable(),
    profit: moneySchema,
    swap: moneySchema,
    clientOrderId: clientOrderIdSchema.nullable(),
    origin: originSchema.default('manual'),
  })
  .readonly();

export type Position = z.infer<typeof positionSchema>;
