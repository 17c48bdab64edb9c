import { z } from 'zod';
import { lotsSchema } from '../units/lots.ts';
import { moneySchema } from '../units/money.ts';
import { priceSchema } from '../units/price.ts';
import { canonicalJson } from '../base/canonical-json.ts';
import { accountIdentitySchema } from './account.ts';
import { isLosingStop, isWinningTarget } from './bracket.ts';
import { sideSchema } from './side.ts';

/**
 * Exactly what the trader agrees to. The window sends back the parameters that it showed, and approval compares them member by member:
 * what was not on the screen cannot be approved. `riskMoney` is the loss at the stop when filled at the worst price, costs included.
 */
export const orderParametersSchema = z
  .object({
    account: accountIdentitySchema,
    symbol: z.string().min(1).max(64),
    side: sideSchema,
    volume: lotsSchema.refine((volume) => volume > 0, 'an order has a volume'),
    stop: priceSchema,
    target: priceSchema.nullable(),
    worstPrice: priceSchema,
    riskMoney: moneySchema,
  })
  .refine((it) => isLosingStop({ ...it, from: it.worstPrice }), 'the stop lies on the losing side of the worst price')
  .refine(
    (it) => isWinningTarget({ ...it, from: it.worstPrice }),
    'the target lies on the winning side of the worst price',
  )
  .readonly();

export type OrderParameters = z.infer<typeof orderParametersSchema>;

export const isSameOrder = (a: OrderParameters, b: OrderParameters): boolean => canonicalJson(a) === canonicalJson(b);
