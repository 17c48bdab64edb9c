import { execution, fillingFlag, tradeMode } from './mql5-values.ts';

/** Seconds of the server's day in which a symbol is quoted and traded; day 0 is Sunday. */
export interface SymbolSession {
  readonly day: number;
  readonly fromSecond: number;
  readonly toSecond: number;
}

/** A symbol as the broker sets it up. Everything else that MQL5 can ask about goes into `properties`, by its MQL5 name. */
export interface ScriptedSymbol {
  readonly name: string;
  readonly digits: number;
  readonly tickSize: number;
  /** Money of one lot and one tick size, in the account's currency. */
  readonly tickValue: number;
  readonly contractSize: number;
  readonly baseCurrency: string;
  readonly profitCurrency: string;
  readonly volumeMin: number;
  readonly volumeMax: number;
  readonly volumeStep: number;
  readonly volumeLimit: number;
  readonly stopsLevelPoints: number;
  readonly freezeLevelPoints: number;
  readonly tradeMode: number;
  readonly execution: number;
  /** Bits of SYMBOL_FILLING_MODE. */
  readonly fillingModes: number;
  readonly isInMarketWatch: boolean;
  readonly sessions: readonly SymbolSession[];
  readonly properties: Readonly<Record<string, string | number>>;
}

const allWeek: readonly SymbolSession[] = [1, 2, 3, 4, 5].map((day) => ({ day, fromSecond: 0, toSecond: 86_400 }));

const forex = {
  contractSize: 100_000,
  volumeMin: 0.01,
  volumeMax: 100,
  volumeStep: 0.01,
  volumeLimit: 0,
  stopsLevelPoints: 0,
  freezeLevelPoints: 0,
  tradeMode: tradeMode.SYMBOL_TRADE_MODE_FULL,
  execution: execution.SYMBOL_TRADE_EXECUTION_MARKET,
  fillingModes: fillingFlag.SYMBOL_FILLING_FOK | fillingFlag.SYMBOL_FILLING_IOC,
  isInMarketWatch: true,
  sessions: allWeek,
  properties: {},
} as const;

/** EURUSD of a usual CFD broker with an account in dollars. */
export const eurusd: ScriptedSymbol = {
  ...forex,
  name: 'EURUSD',
  digits: 5,
  tickSize: 0.00001,
  tickValue: 1,
  baseCurrency: 'EUR',
  profitCurrency: 'USD',
};

export const xauusd: ScriptedSymbol = {
  ...forex,
  name: 'XAUUSD',
  digits: 2,
  tickSize: 0.01,
  tickValue: 1,
  contractSize: 100,
  baseCurrency: 'XAU',
  profitCurrency: 'USD',
};

export const pointOf = ({ digits }: ScriptedSymbol): number => Number((10 ** -digits).toFixed(digits));

/** The symbol by its MQL5 names, as the host's mirror takes it. */
export function symbolProperties(symbol: ScriptedSymbol): Record<string, string | number> {
  return {
    SYMBOL_SELECT: symbol.isInMarketWatch ? 1 : 0,
    SYMBOL_VISIBLE: symbol.isInMarketWatch ? 1 : 0,
    SYMBOL_DIGITS: symbol.digits,
    SYMBOL_POINT: pointOf(symbol),
    SYMBOL_TRADE_TICK_SIZE: symbol.tickSize,
    SYMBOL_TRADE_TICK_VALUE: symbol.tickValue,
    SYMBOL_TRADE_TICK_VALUE_PROFIT: symbol.tickValue,
    SYMBOL_TRADE_TICK_VALUE_LOSS: symbol.tickValue,
    SYMBOL_TRADE_CONTRACT_SIZE: symbol.contractSize,
    SYMBOL_CURRENCY_BASE: symbol.baseCurrency,
    SYMBOL_CURRENCY_PROFIT: symbol.profitCurrency,
    SYMBOL_CURRENCY_MARGIN: symbol.baseCurrency,
    SYMBOL_VOLUME_MIN: symbol.volumeMin,
    SYMBOL_VOLUME_MAX: symbol.volumeMax,
    SYMBOL_VOLUME_STEP: symbol.volumeStep,
    SYMBOL_VOLUME_LIMIT: symbol.volumeLimit,
    SYMBOL_TRADE_STOPS_LEVEL: symbol.stopsLevelPoints,
    SYMBOL_TRADE_FREEZE_LEVEL: symbol.freezeLevelPoints,
    SYMBOL_TRADE_MODE: symbol.tradeMode,
    SYMBOL_TRADE_EXEMODE: symbol.execution,
    SYMBOL_FILLING_MODE: symbol.fillingModes,
    SYMBOL_ORDER_MODE: 127,
    SYMBOL_EXPIRATION_MODE: 15,
    SYMBOL_DESCRIPTION: `${symbol.baseCurrency} against ${symbol.profitCurrency}`,
    SYMBOL_PATH: `Scripted\\${symbol.name}`,
    ...symbol.properties,
  };
}
