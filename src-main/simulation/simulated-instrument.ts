import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { instrumentSchema, type Instrument } from '#shared/market/instrument.ts';
import { points, type Points } from '#shared/units/points.ts';
import { price, type Price } from '#shared/units/price.ts';

/** Of the account, for every instrument: margin is contract value ÷ leverage. */
export const simulatedLeverage = 100;

export interface SimulatedInstrument {
  readonly instrument: Instrument;
  /** Where a synthetic market begins. */
  readonly startPrice: Price;
  /** For a synthetic market, and for recorded bars that do not say their spread. */
  readonly spreadPointsUsual: Points;
}

const account = { volumeMin: 0.01, volumeMax: 50, volumeStep: 0.01 };

/** As common brokers have them for an account in US dollars; tick values are exact, margins stand at the start price. */
const templates = {
  XAUUSD: {
    ...{ ...account, digits: 2, point: 0.01, tickSize: 0.01, tickValue: 1, contractSize: 100 },
    ...{ baseCurrency: 'XAU', profitCurrency: 'USD', stopsLevelPoints: 10, commissionPerLotSide: 3.5 },
    ...{ description: 'Gold against US Dollar', calculationMode: 'cfdLeverage', marginCurrency: 'XAU' },
    ...{ startPrice: 4000, spreadPointsUsual: 25 },
  },
  EURUSD: {
    ...{ ...account, digits: 5, point: 0.00001, tickSize: 0.00001, tickValue: 1, contractSize: 100_000 },
    ...{ baseCurrency: 'EUR', profitCurrency: 'USD', stopsLevelPoints: 10, commissionPerLotSide: 3.5 },
    ...{ description: 'Euro against US Dollar', calculationMode: 'forex', marginCurrency: 'EUR' },
    ...{ startPrice: 1.1, spreadPointsUsual: 8 },
  },
  US100: {
    ...{ ...account, digits: 2, point: 0.01, tickSize: 0.01, tickValue: 0.01, contractSize: 1 },
    ...{ baseCurrency: 'USD', profitCurrency: 'USD', stopsLevelPoints: 100, commissionPerLotSide: 0 },
    ...{ description: 'US Tech 100', calculationMode: 'cfdLeverage', marginCurrency: 'USD' },
    ...{ startPrice: 25_000, spreadPointsUsual: 150 },
  },
} as const;

/** An instrument by its symbol, whose part after a dot is the broker's own (`US100.cash`). INSTRUMENT_MISSING where it is unknown here. */
export function simulatedInstrument(symbol: string): Result<SimulatedInstrument, Fault> {
  const base = symbol.split('.')[0] ?? symbol;
  if (!isKnown(base))
    return err(
      fault('INSTRUMENT_MISSING', `The simulated terminal does not know ${symbol}. It trades ${known.join(', ')}.`, {
        symbol,
      }),
    );
  const { startPrice, spreadPointsUsual, ...terms } = templates[base];
  const marginPerLot = Math.round((terms.contractSize * startPrice) / simulatedLeverage);
  return ok({
    instrument: instrumentSchema.parse({ ...terms, symbol, marginPerLot }),
    startPrice: price(startPrice),
    spreadPointsUsual: points(spreadPointsUsual),
  });
}

const known = Object.keys(templates);

const isKnown = (base: string): base is keyof typeof templates => base in templates;
