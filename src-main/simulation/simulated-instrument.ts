import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { instrumentSchema, type Instrument } from '#shared/market/instrument.ts';
import type { BrokerClock } from '#shared/time/broker-clock.ts';
import type { MarketWeek } from '#shared/time/market-week.ts';
import { points, type Points } from '#shared/units/points.ts';
import { price, type Price } from '#shared/units/price.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import { z } from 'zod';
import { forexHours, goldHours, tradeSessions } from './market/trading-hours.ts';

/** Of the account, for every instrument: margin is contract value ÷ leverage. */
export const simulatedLeverage = 100;

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

const account = { volumeMin: 0.01, volumeMax: 50, volumeStep: 0.01 };

/** As common brokers have them for an account in US dollars; tick values are exact, margins stand at the start price. */
const templates = {
  XAUUSD: {
    ...{ ...account, digits: 2, point: 0.01, tickSize: 0.01, tickValue: 1, contractSize: 100 },
    ...{ baseCurrency: 'XAU', profitCurrency: 'USD', stopsLevelPoints: 10, commissionPerLotSide: 3.5 },
    ...{ description: 'Gold against US Dollar', calculationMode: 'cfdLeverage', marginCurrency: 'XAU' },
    ...{ startPrice: 4000, spreadPointsUsual: 25, hours: goldHours },
  },
  EURUSD: {
    ...{ ...account, digits: 5, point: 0.00001, tickSize: 0.00001, tickValue: 1, contractSize: 100_000 },
    ...{ baseCurrency: 'EUR', profitCurrency: 'USD', stopsLevelPoints: 10, commissionPerLotSide: 3.5 },
    ...{ description: 'Euro against US Dollar', calculationMode: 'forex', marginCurrency: 'EUR' },
    ...{ startPrice: 1.1, spreadPointsUsual: 8, hours: forexHours },
  },
  US100: {
    ...{ ...account, digits: 2, point: 0.01, tickSize: 0.01, tickValue: 0.01, contractSize: 1 },
    ...{ baseCurrency: 'USD', profitCurrency: 'USD', stopsLevelPoints: 100, commissionPerLotSide: 0 },
    ...{ description: 'US Tech 100', calculationMode: 'cfdLeverage', marginCurrency: 'USD' },
    ...{ startPrice: 25_000, spreadPointsUsual: 150, hours: goldHours },
  },
} as const;

/**
 * An instrument by its symbol, whose part after a dot is the broker's own (`US100.cash`). INSTRUMENT_MISSING where it is unknown here,
 * SETTINGS_INVALID where the terms that it is to have are none.
 */
export function simulatedInstrument(symbol: string, wish: InstrumentWish = {}): Result<SimulatedInstrument, Fault> {
  const base = baseOf(wish.like ?? symbol);
  if (!isKnown(base))
    return err(
      fault(
        'INSTRUMENT_MISSING',
        `The simulated terminal does not know ${symbol}. It trades ${simulatedSymbols.join(', ')}.`,
        {
          symbol,
        },
      ),
    );
  const { startPrice, spreadPointsUsual, hours, ...terms } = templates[base];
  const marginPerLot = Math.round((terms.contractSize * startPrice) / simulatedLeverage);
  const instrument = instrumentSchema.safeParse({ ...terms, marginPerLot, ...wish.terms, symbol });
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

/** The symbols that are known here, as most brokers name them. */
export const simulatedSymbols = Object.keys(templates);

/** Its place among them; −1 where it is none of them. */
export const indexOfSymbol = (symbol: string): number => simulatedSymbols.indexOf(baseOf(symbol));

export const isSimulatedSymbol = (symbol: string): boolean => isKnown(baseOf(symbol));

const baseOf = (symbol: string): string => symbol.split('.')[0] ?? symbol;

const noInstrument = (symbol: string, reason: string): Fault =>
  fault('SETTINGS_INVALID', `The terms that ${symbol} is to have do not make an instrument: ${reason}`, { symbol });

const isKnown = (base: string): base is keyof typeof templates => base in templates;
