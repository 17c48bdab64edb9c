import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { baseSymbol, defaultInstrument, defaultLeverage, defaultSymbols } from '#shared/market/default-instruments.ts';
import { instrumentSchema, type Instrument } from '#shared/market/instrument.ts';
import type { BrokerClock } from '#shared/time/broker-clock.ts';
import type { MarketWeek } from '#shared/time/market-week.ts';
import { points, type Points } from '#shared/units/points.ts';
import { price, type Price } from '#shared/units/price.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import { z } from 'zod';
import { tradeSessions } from './market/trading-hours.ts';

/** Of the account, for every instrument: margin is contract value ÷ leverage. */
export const simulatedLeverage = defaultLeverage;

export interface SimulatedInstrument {
  readonly instrument: Instrument;
  /** Where a synthetic market begins. */
  readonly startPrice: Price;
  /** For a synthetic market, and for recorded bars that do not say their spread. */
  readonly spreadPointsUsual: Points;
  /** When its market is open. */
  readonly hours: MarketWeek;
}

/** What is wanted of an instrument beside its symbol. */
export interface InstrumentWish {
  /** Whose terms it has, where its own name is not known here. */
  readonly like?: string | null;
  /** Terms of its own, by the names that `Instrument` has. */
  readonly terms?: Readonly<Record<string, unknown>>;
}

/**
 * An instrument by its symbol, whose part after a dot is the broker's own (`US100.cash`). INSTRUMENT_MISSING where it is unknown here,
 * SETTINGS_INVALID where the terms that it is to have are none.
 */
export function simulatedInstrument(symbol: string, wish: InstrumentWish = {}): Result<SimulatedInstrument, Fault> {
  const known = defaultInstrument(wish.like ?? symbol);
  if (known === null)
    return err(
      fault(
        'INSTRUMENT_MISSING',
        `The simulated terminal does not know ${symbol}. It trades ${defaultSymbols.join(', ')}.`,
        {
          symbol,
        },
      ),
    );
  const { instrument: terms, price: startPrice, spreadPointsUsual, hours } = known;
  // What the simulated broker does not charge its instruments do not tell.
  const swap = { mode: 'disabled', long: 0, short: 0, multipliers: [0, 1, 1, 1, 1, 1, 0] };
  const instrument = instrumentSchema.safeParse({ ...terms, swap, ...wish.terms, symbol });
  if (!instrument.success) return err(noInstrument(symbol, z.prettifyError(instrument.error)));
  return ok({
    instrument: instrument.data,
    startPrice: price(startPrice),
    spreadPointsUsual: points(spreadPointsUsual),
    hours,
  });
}

/** With the hours that it trades at, in the days of a server's clock as it goes at a moment; those that it has of its own stay. */
export function withSessions(simulated: SimulatedInstrument, clock: BrokerClock, atUtcMs: UtcMs): SimulatedInstrument {
  const { instrument, hours } = simulated;
  if (instrument.sessions.length > 0) return simulated;
  return { ...simulated, instrument: { ...instrument, sessions: tradeSessions(hours, clock, atUtcMs) } };
}

/** Its place among the symbols that are known here; −1 where it is none of them. */
export const indexOfSymbol = (symbol: string): number => defaultSymbols.indexOf(baseSymbol(symbol));

export const isSimulatedSymbol = (symbol: string): boolean => defaultInstrument(symbol) !== null;

const noInstrument = (symbol: string, reason: string): Fault =>
  fault('SETTINGS_INVALID', `The terms that ${symbol} is to have do not make an instrument: ${reason}`, { symbol });
