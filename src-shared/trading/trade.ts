import { z } from 'zod';
import { lotsSchema } from '../units/lots.ts';
import { moneySchema } from '../units/money.ts';
import { priceSchema } from '../units/price.ts';
import { utcMsSchema } from '../units/utc-ms.ts';
import { dealSchema, type Deal } from './deal.ts';
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
    deals: z.array(dealSchema).min(1).readonly(),
  })
  .readonly()
  .refine(
    ({ deals, positionId, symbol }) => deals.every((it) => it.positionId === positionId && it.symbol === symbol),
    {
      message: 'a trade is made of the deals of one position',
    },
  )
  .refine(({ deals, volume }) => Math.abs(volumeOf(deals, 'in') - volume) < volumeTolerance, {
    message: 'the in-deals sum to the volume',
  })
  .refine(({ deals, volume, closed }) => (closed !== null) === volumeOf(deals, 'out') > volume - volumeTolerance, {
    message: 'a trade is closed exactly when its out-deals sum to its volume',
  })
  .refine(({ deals, net }) => Math.abs(netOf(deals) - net) < centTolerance, {
    message: 'the net is the sum of profit, commission and swap of the deals',
  });

export type Trade = z.infer<typeof tradeSchema>;

/** Steps of volume and cents are coarser than the noise of their sums. */
const volumeTolerance = 1e-6;
const centTolerance = 0.005;

const volumeOf = (deals: readonly Deal[], entry: Deal['entry']): number =>
  deals.filter((deal) => deal.entry === entry).reduce((sum, deal) => sum + deal.volume, 0);

const netOf = (deals: readonly Deal[]): number =>
  deals.reduce((sum, { profit, commission, swap }) => sum + profit + commission + swap, 0);
