import { z } from 'zod';
import { clientOrderIdSchema, positionIdSchema } from '#shared/trading/ids.ts';
import { originSchema } from '#shared/trading/position.ts';
import { sideSchema } from '#shared/trading/side.ts';
import { lotsSchema } from '#shared/units/lots.ts';
import { priceSchema } from '#shared/units/price.ts';

const orderFields = {
  /** The order's magic where it bears our mark. */
  clientOrderId: clientOrderIdSchema.nullable(),
  origin: originSchema,
  symbol: z.string().min(1).max(64),
  side: sideSchema,
  volume: lotsSchema,
};

/** A market order as it reaches the broker; what still waits there is kept on its disk. */
export const dealRequestSchema = z.discriminatedUnion('kind', [
  z
    .object({
      kind: z.literal('entry'),
      ...orderFields,
      stop: priceSchema.nullable(),
      target: priceSchema.nullable(),
      worstPrice: priceSchema.nullable(),
    })
    .readonly(),
  /** On a netting account the position is not looked at: it is an opposite deal and nothing more, as in MT5. */
  z.object({ kind: z.literal('reduceOnly'), ...orderFields, positionId: positionIdSchema }).readonly(),
]);

export type DealRequest = z.infer<typeof dealRequestSchema>;
