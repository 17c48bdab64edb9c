import { z } from 'zod';
import { lotsSchema } from '../units/lots.ts';
import { pointsSchema } from '../units/points.ts';

const positive = z.number().positive();

/**
 * Our contract with a broker's symbol. `tickValue` is the loss, in account currency, of one lot when the price moves against it by one
 * tick size, at the time of the report (MT5: SYMBOL_TRADE_TICK_VALUE_LOSS); `marginPerLot` is the margin of one lot then.
 */
export const instrumentSchema = z
  .object({
    symbol: z.string().min(1).max(64),
    digits: z.number().int().min(0).max(8),
    point: positive,
    tickSize: positive,
    tickValue: positive,
    contractSize: positive,
    baseCurrency: z.string().min(1).max(16),
    profitCurrency: z.string().min(1).max(16),
    marginPerLot: z.number().nonnegative(),
    volumeMin: lotsSchema,
    volumeMax: lotsSchema,
    volumeStep: lotsSchema,
    stopsLevelPoints: pointsSchema,
    commissionPerLotSide: z.number().nonnegative(),
  })
  .readonly()
  .refine((it) => it.volumeStep > 0 && it.volumeMin > 0 && it.volumeMin <= it.volumeMax, {
    message: 'volume step and minimum are above zero, and the minimum is not above the maximum',
  });

export type Instrument = z.infer<typeof instrumentSchema>;
