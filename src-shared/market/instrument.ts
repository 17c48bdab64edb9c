import { z } from 'zod';
import { lotsSchema } from '../units/lots.ts';
import { pointsSchema } from '../units/points.ts';

const positive = z.number().positive();

export const calculationModeSchema = z.enum([
  'forex',
  'forexNoLeverage',
  'futures',
  'cfd',
  'cfdIndex',
  'cfdLeverage',
  'exchange',
  'other',
]);

/** What the broker lets be done with the symbol at all. */
export const symbolTradeModeSchema = z.enum(['disabled', 'longOnly', 'shortOnly', 'closeOnly', 'full']);

/** How the broker executes a market order: `market` and `exchange` bind no price, so that the bound on it is the adviser's. */
export const executionModeSchema = z.enum(['request', 'instant', 'market', 'exchange']);

export const fillingModeSchema = z.enum(['fok', 'ioc', 'boc']);

export const swapModeSchema = z.enum([
  'disabled',
  'points',
  'currencySymbol',
  'currencyMargin',
  'currencyDeposit',
  'interestCurrent',
  'interestOpen',
  'reopenCurrent',
  'reopenBid',
  'other',
]);

/** What a lot pays or costs a night, by `mode`; `multipliers` count the nights of each weekday, Sunday first. */
export const swapTermsSchema = z
  .object({
    mode: swapModeSchema,
    long: z.number(),
    short: z.number(),
    multipliers: z.array(z.number().nonnegative()).length(7).readonly(),
  })
  .readonly();

/** A span in which the symbol trades, in minutes of the server's day; `day` 0 is Sunday. */
export const tradeSessionSchema = z
  .object({
    day: z.number().int().min(0).max(6),
    fromMinute: z.number().int().min(0).max(1440),
    toMinute: z.number().int().min(0).max(1440),
  })
  .readonly();

/**
 * Our contract with a broker's symbol. `tickValue` is the loss, in account currency, of one lot when the price moves against it by one
 * tick size, at the time of the report (MT5: SYMBOL_TRADE_TICK_VALUE_LOSS); `marginPerLot` is the margin of one lot then. What a terminal did not tell (a log of
 * an older version, a simulated market) stands at its default: nothing is forbidden, and no sessions are known.
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
    description: z.string().max(128).default(''),
    calculationMode: calculationModeSchema.default('other'),
    marginCurrency: z.string().max(16).default(''),
    hedgedMargin: z.number().nonnegative().default(0),
    /** Of one side together, in lots; 0: no limit. */
    volumeLimit: lotsSchema.prefault(0),
    freezeLevelPoints: pointsSchema.prefault(0),
    tradeMode: symbolTradeModeSchema.default('full'),
    executionMode: executionModeSchema.default('market'),
    fillingModes: z.array(fillingModeSchema).readonly().default(['fok', 'ioc']),
    swap: swapTermsSchema.default({ mode: 'disabled', long: 0, short: 0, multipliers: [0, 1, 1, 1, 1, 1, 0] }),
    sessions: z.array(tradeSessionSchema).max(70).readonly().default([]),
  })
  .readonly()
  .refine((it) => it.volumeStep > 0 && it.volumeMin > 0 && it.volumeMin <= it.volumeMax, {
    message: 'volume step and minimum are above zero, and the minimum is not above the maximum',
  });

export type Instrument = z.infer<typeof instrumentSchema>;
