import { assertDefined } from '#shared/base/assert.ts';
import type { Fault } from '#shared/base/fault.ts';
import { ok, type Result } from '#shared/base/result.ts';
import type { RunData, RunNote } from '#shared/contract/backtest.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import { marketColumnNames } from '#main/features/market-columns.ts';
import { numberAt as at } from '#main/features/columns.ts';
import type { FillTable } from '#main/fills/fill-table.ts';
import type { StoredMarket } from '#main/ports/stored-market.ts';
import type { MarketTables } from '../market-tables.ts';
import { conversionRates } from './conversion-rates.ts';
import { hashColumns } from './hash-columns.ts';
import { loadMarket, type LoadedMarket, type MarketWish } from './load-market.ts';
import type { LoadWatch } from './load-stretch.ts';
import { marketCorrelations } from './market-correlations.ts';
import { tickValues } from './tick-values.ts';

export interface LoadedMarkets {
  readonly tables: readonly MarketTables[];
  readonly data: readonly RunData[];
  readonly notes: readonly RunNote[];
  /** DATA_TOO_COARSE for each symbol and timeframe that cannot be decided on. */
  readonly tooCoarse: readonly Fault[];
  /** From the first bar of any symbol to the close of the last one. */
  readonly fromUtcMs: number;
  readonly toUtcMs: number;
}

/** About 0.6 GB as rows: months of a busy symbol. Its symbols share them. */
const ticksOfRunMax = 10_000_000;

/** All symbols of a run, in the order in which they were asked for. The faults of `loadMarket`, and CONVERSION_MISSING. */
export async function loadMarkets(
  market: StoredMarket,
  wishes: readonly MarketWish[],
  {
    currency,
    ticksMax = ticksOfRunMax,
    ...watch
  }: LoadWatch & { readonly currency: string; readonly ticksMax?: number },
): Promise<Result<LoadedMarkets, Fault>> {
  const loaded: LoadedMarket[] = [];
  const valueOf: MoneyOf[] = [];
  for (const wish of wishes) {
    const one = await loadMarket(market, wish, { ...watch, ticksMax: Math.floor(ticksMax / wishes.length) });
    if (!one.ok) return one;
    const { fills, resolved } = one.value;
    const { instrument, commissionCurrency } = resolved;
    const tickValue = await tickValues(market, { instrument, fills, currency }, watch);
    if (!tickValue.ok) return tickValue;
    const isForeign = commissionCurrency !== null && commissionCurrency !== currency;
    const conversion = { from: commissionCurrency ?? currency, to: currency, instrument, fills };
    const commissionRate = isForeign ? await conversionRates(market, conversion, watch) : ok(null);
    if (!commissionRate.ok) return commissionRate;
    loaded.push(one.value);
    valueOf.push({ tickValue: tickValue.value, commissionRate: commissionRate.value });
  }
  const correlations = marketCorrelations(loaded.flatMap(({ daily }) => daily ?? []));
  const tables = loaded.map((one, index) =>
    tablesOf(one, {
      ...assertDefined(valueOf[index], 'what the prices of a market are worth'),
      correlations: correlations[index] ?? null,
    }),
  );
  return ok({
    tables,
    data: loaded.map((one, index) => dataOf(one, assertDefined(tables[index], 'the tables of a market'))),
    notes: loaded.flatMap(({ notes }) => notes),
    tooCoarse: loaded.flatMap(({ tooCoarse }) => tooCoarse),
    fromUtcMs: Math.min(...loaded.map(({ fromUtcMs }) => fromUtcMs)),
    toUtcMs: Math.max(...loaded.map(({ toUtcMs }) => toUtcMs)),
  });
}

/** What is needed to tell a market's prices and commission in account currency. */
type MoneyOf = Pick<FillTable, 'tickValue'> & Pick<MarketTables, 'commissionRate'>;

function tablesOf(
  { resolved, fills: rows, decisions }: LoadedMarket,
  { tickValue, commissionRate, correlations }: MoneyOf & Pick<MarketTables, 'correlations'>,
): MarketTables {
  const { instrument } = resolved;
  const fills = { ...rows, tickValue };
  const marginRatio = resolved.marginRatio ?? toldMarginRatio(instrument, fills);
  return { instrument, fills, decisions, correlations, marginRatio, commissionRate };
}

/** A terminal tells the margin of a lot at the price of its day, which is taken for the newest stored one. */
function toldMarginRatio({ marginPerLot, tickSize }: Instrument, { length, close, tickValue }: FillTable): number {
  const value = typeof tickValue === 'number' ? tickValue : at(tickValue, length - 1);
  return marginPerLot / ((at(close, length - 1) / tickSize) * value);
}

function dataOf(one: LoadedMarket, tables: MarketTables): RunData {
  const { symbol, fromUtcMs, toUtcMs, pieces, holes, storedSpreadRatio, resolved } = one;
  return {
    ...{ symbol, fromUtcMs, toUtcMs, pieces, holes, storedSpreadRatio },
    instrumentSource: resolved.source,
    hash: hashColumns(columnsOf(tables)),
  };
}

function columnsOf({ fills, decisions, commissionRate }: MarketTables): readonly Float64Array[] {
  const { openTimeUtcMs, closeTimeUtcMs, open, high, low, close, spread, tickValue } = fills;
  const rates = typeof tickValue === 'number' ? Float64Array.of(tickValue) : tickValue;
  return [
    ...[
      openTimeUtcMs,
      closeTimeUtcMs,
      open,
      high,
      low,
      close,
      spread,
      rates,
      ...(commissionRate === null ? [] : [commissionRate]),
    ],
    ...Object.values(decisions).flatMap((market) =>
      marketColumnNames.map((name) => market[name].values.subarray(0, market[name].length)),
    ),
  ];
}
