import { forexHours, goldHours, type MarketWeek } from '../time/market-week.ts';
import { instrumentSchema, type Instrument } from './instrument.ts';

/** Terms of a symbol that no terminal has told of. */
export interface DefaultInstrument {
  /** Without sessions; its margin is that of `price`. */
  readonly instrument: Instrument;
  /** As it stood in 2026, roughly: where a synthetic market begins. */
  readonly price: number;
  readonly spreadPointsUsual: number;
  /** Points in each hour of the trading day, which begins at New York's 17:00. */
  readonly spreadPointsByHour: readonly number[];
  readonly hours: MarketWeek;
}

/** Of the margin of every default instrument: contract value ÷ leverage. */
export const defaultLeverage = 100;

/** What the commission of every default instrument is in. */
export const defaultCommissionCurrency = 'USD';

/**
 * The terms of a symbol as common brokers have them for an account in US dollars; its part after a dot is the broker's own (`US100.cash`). Null
 * where it is none of `defaultSymbols`.
 */
export function defaultInstrument(symbol: string): DefaultInstrument | null {
  const base = baseSymbol(symbol);
  if (!isKnown(base)) return null;
  const { price, spreadPointsUsual, hours, ...terms } = templates[base];
  const marginPerLot = Math.round((terms.contractSize * price) / defaultLeverage);
  return {
    instrument: instrumentSchema.parse({ ...terms, marginPerLot, symbol }),
    price,
    spreadPointsUsual,
    spreadPointsByHour: spreadShape.map((multiple) => Math.round(spreadPointsUsual * multiple)),
    hours,
  };
}

/** As most brokers write it: without what one of them appends to it. */
export const baseSymbol = (symbol: string): string => symbol.split('.')[0] ?? symbol;

/**
 * Multiples of the usual spread, from New York's 17:00 on: wide as the day begins and ends and while Asia trades alone, usual from London's morning
 * on. The hour of the rollover is widened beyond this by the cost terms (`rolloverSpreadMultiple`).
 */
const spreadShape = [
  ...[1.3, 1.3, 1.2, 1.2, 1.1, 1.1, 1.1, 1.1, 1.1],
  ...[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
  ...[1.1, 1.1, 1.1, 1.2],
];

const account = { volumeMin: 0.01, volumeMax: 50, volumeStep: 0.01 };

/** What is held over the weekend is charged with Wednesday's night, of indices with Friday's. */
const nights = { tripleOnWednesday: [0, 1, 1, 3, 1, 1, 0], tripleOnFriday: [0, 1, 1, 1, 1, 3, 0] };

/**
 * Tick values are exact. Commission is that of a raw-spread account, and the swap that of 2025's rates, in percent of the contract's value a year
 * where the price has changed much over the years, else in points.
 */
const templates = {
  XAUUSD: {
    ...{ ...account, digits: 2, point: 0.01, tickSize: 0.01, tickValue: 1, contractSize: 100 },
    ...{ baseCurrency: 'XAU', profitCurrency: 'USD', stopsLevelPoints: 10, commissionPerLotSide: 3.5 },
    ...{ description: 'Gold against US Dollar', calculationMode: 'cfdLeverage', marginCurrency: 'XAU' },
    swap: { mode: 'interestCurrent', long: -6, short: 1, multipliers: nights.tripleOnWednesday },
    ...{ price: 4000, spreadPointsUsual: 25, hours: goldHours },
  },
  EURUSD: {
    ...{ ...account, digits: 5, point: 0.00001, tickSize: 0.00001, tickValue: 1, contractSize: 100_000 },
    ...{ baseCurrency: 'EUR', profitCurrency: 'USD', stopsLevelPoints: 10, commissionPerLotSide: 3.5 },
    ...{ description: 'Euro against US Dollar', calculationMode: 'forex', marginCurrency: 'EUR' },
    swap: { mode: 'points', long: -7, short: 2, multipliers: nights.tripleOnWednesday },
    ...{ price: 1.1, spreadPointsUsual: 8, hours: forexHours },
  },
  US100: {
    ...{ ...account, digits: 2, point: 0.01, tickSize: 0.01, tickValue: 0.01, contractSize: 1 },
    ...{ baseCurrency: 'USD', profitCurrency: 'USD', stopsLevelPoints: 100, commissionPerLotSide: 0 },
    ...{ description: 'US Tech 100', calculationMode: 'cfdLeverage', marginCurrency: 'USD' },
    swap: { mode: 'interestCurrent', long: -7, short: 1, multipliers: nights.tripleOnFriday },
    ...{ price: 25_000, spreadPointsUsual: 150, hours: goldHours },
  },
} as const;

/** The symbols that are known here, as most brokers name them. */
export const defaultSymbols: readonly string[] = Object.keys(templates);

const isKnown = (base: string): base is keyof typeof templates => Object.hasOwn(templates, base);
