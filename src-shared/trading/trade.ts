import { z } from 'zod';
import { lotsSchema } from '../units/lots.ts';
import { moneySchema } from '../units/money.ts';
import { priceSchema } from '../units/price.ts';
import { utcMsSchema } from '../units/utc-ms.ts';
import { dealTicketSchema, positionIdSchema } from './ids.ts';
import { scenarioSchema } from './scenario.ts';
import { sideSchema } from './side.ts';

/** A deal's part in a trade: the whole deal, or of a reversal what closed the one trade or what opened the next. */
export const tradeLegSchema = z
  .object({
    dealTicket: dealTicketSchema,
    kind: z.enum(['entry', 'exit']),
    volume: lotsSchema.refine((volume) => volume > 0, 'an execution has a volume'),
    price: priceSchema,
    profit: moneySchema,
    commission: moneySchema,
    swap: moneySchema,
    occurredAtUtcMs: utcMsSchema,
  })
  .readonly();

export type TradeLeg = z.infer<typeof tradeLegSchema>;

/** Whose trade it is: the scenario whose order opened it, a person's by hand, or somebody else's (another adviser, another cockpit). */
export const tradeOwnerSchema = z.union([scenarioSchema, z.enum(['manual', 'other'])]);

export type TradeOwner = z.infer<typeof tradeOwnerSchema>;

/**
 * From entry to flat, made of deals. It has ended only when its exits sum to its volume; until then `closed` is null. `volume` is all that was
 * entered, prices are means by volume.
 */
export const tradeSchema = z
  .object({
    positionId: positionIdSchema,
    /** Counts the trades of one position from 1: on a netting account a reversal ends one and begins the next under the same id. */
    ordinal: z.number().int().positive(),
    symbol: z.string().min(1).max(64),
    side: sideSchema,
    owner: tradeOwnerSchema,
    volume: lotsSchema,
    openPrice: priceSchema,
    openedAtUtcMs: utcMsSchema,
    closed: z.object({ price: priceSchema, atUtcMs: utcMsSchema }).readonly().nullable(),
    /** Realised: profit, commission and swap of all its legs. */
    net: moneySchema,
    legs: z.array(tradeLegSchema).min(1).readonly(),
  })
  .readonly()
  .refine(({ legs, volume }) => Math.abs(legVolume(legs, 'entry') - volume) < volumeTolerance, {
    message: 'the entries sum to the volume',
  })
  .refine(({ legs, volume, closed }) => (closed !== null) === legVolume(legs, 'exit') > volume - volumeTolerance, {
    message: 'a trade is closed exactly when its exits sum to its volume',
  })
  .refine(({ legs, net }) => Math.abs(netOf(legs) - net) < centTolerance, {
    message: 'the net is the sum of profit, commission and swap of the legs',
  });

export type Trade = z.infer<typeof tradeSchema>;

/** Steps of volume and cents are coarser than the noise of their sums. */
export const volumeTolerance = 1e-6;
const centTolerance = 0.005;

/** Lots that were entered, or left. */
export const legVolume = (legs: readonly TradeLeg[], kind: TradeLeg['kind']): number =>
  legs.filter((leg) => leg.kind === kind).reduce((sum, leg) => sum + leg.volume, 0);

/** In account currency. */
export const netOf = (legs: readonly TradeLeg[]): number =>
  legs.reduce((sum, { profit, commission, swap }) => sum + profit + commission + swap, 0);
