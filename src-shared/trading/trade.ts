import { z } from 'zod';
import { lotsSchema } from '../units/lots.ts';
import { moneySchema } from '../units/money.ts';
import { priceSchema } from '../units/price.ts';
import { utcMsSchema } from '../units/utc-ms.ts';
import { dealSchema } from './deal.ts';
import { positionIdSchema } from './ids.ts';
import { scenarioSchema } from './scenario.ts';
import { sideSchema } from './side.ts';

/** From entry to flat, made of deals. It has ended only when its out-deals sum to its volume; until then `closed` is null. */
export const tradeSchema = z
  .object({
    positionId: positionIdSchema,
    symbol: z.string().min(1).max(64),
    side: sideSchema,
    owner: z.union([scenarioSchema, z.enum(['manual', 'other'])]),
    volume: lotsSchema,
    openPrice: priceSchema,
    openedAtUtcMs: utcMsSchema,
    closed: z.object({ price: priceSchema, atUtcMs: utcMsSchema }).readonly().nullable(),
    /** Realised: profit, commission and swap of all its deals. */
    net: moneySchema,
    deals: z.array(dealSchema).readonly(),
  })
  .readonly();

export type Trade = z.infer<typeof tradeSchema>;
