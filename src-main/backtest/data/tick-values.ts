import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { baseSymbol } from '#shared/market/default-instruments.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import { timeframes } from '#shared/market/timeframe.ts';
import type { SeriesSummary } from '#main/ports/bar-store.ts';
import type { StoredMarket } from '#main/ports/stored-market.ts';
import { numberAt as at } from '#main/features/columns.ts';
import { loadStretch, type LoadWatch } from './load-stretch.ts';
import { sharedFloat64 } from './shared-float64.ts';
import { countBelow, type Stretch } from './stretch.ts';

/** Prices of a pair at moments that increase: how much of the account's currency one unit of the other was. */
interface Rates {
  readonly openTimeUtcMs: Float64Array;
  readonly open: Float64Array;
  readonly isInverse: boolean;
}

/**
 * What one lot loses, in account currency, when the price moves against it by one tick size: at each row's opening, by the rate of that moment. Where the
 * profit is in account currency already it is the instrument's own. CONVERSION_MISSING where no stored symbol tells the rate.
 */
export async function tickValues(
  market: StoredMarket,
  {
    instrument,
    fills,
    currency,
  }: {
    readonly instrument: Instrument;
    readonly fills: Pick<Stretch, 'length' | 'openTimeUtcMs' | 'open'>;
    readonly currency: string;
  },
  watch: LoadWatch,
): Promise<Result<Float64Array | number, Fault>> {
  const { baseCurrency, profitCurrency, contractSize, tickSize } = instrument;
  if (profitCurrency === currency) return ok(instrument.tickValue);
  const rates: Result<Rates, Fault> =
    baseCurrency === currency
      ? ok({ openTimeUtcMs: fills.openTimeUtcMs, open: fills.open, isInverse: true })
      : await storedRates(market, { instrument, fills, currency }, watch);
  if (!rates.ok) return rates;
  const values = sharedFloat64(fills.length);
  let known = 0;
  for (let row = 0; row < fills.length; row++) {
    while (
      known + 1 < rates.value.open.length &&
      at(rates.value.openTimeUtcMs, known + 1) <= at(fills.openTimeUtcMs, row)
    )
      known++;
    const rate = at(rates.value.open, known);
    values[row] = contractSize * tickSize * (rates.value.isInverse ? 1 / rate : rate);
  }
  return ok(values);
}

async function storedRates(
  market: StoredMarket,
  {
    instrument,
    fills,
    currency,
  }: {
    readonly instrument: Instrument;
    readonly fills: Pick<Stretch, 'length' | 'openTimeUtcMs'>;
    readonly currency: string;
  },
  watch: LoadWatch,
): Promise<Result<Rates, Fault>> {
  const fromUtcMs = at(fills.openTimeUtcMs, 0);
  const toUtcMs = at(fills.openTimeUtcMs, fills.length - 1) + 1;
  const direct = instrument.profitCurrency + currency;
  const inverse = currency + instrument.profitCurrency;
  const series = seriesOfPair(market.summaries(), [direct, inverse], fromUtcMs);
  if (series === null) return err(noRate(instrument, currency));
  // Some days before the first row, so that a rate stands there already.
  const span = { summary: series, fromUtcMs: fromUtcMs - 14 * 86_400_000, toUtcMs, point: 1 };
  const { openTimeUtcMs, open, length } = await loadStretch(market, span, watch);
  if (length === 0 || countBelow(openTimeUtcMs, fromUtcMs + 1) === 0) return err(noRate(instrument, currency));
  return ok({ openTimeUtcMs, open, isInverse: baseSymbol(series.series.symbol) === inverse });
}

/** Hours are fine enough for a rate, and the longest history counts. */
function seriesOfPair(
  summaries: readonly SeriesSummary[],
  names: readonly string[],
  fromUtcMs: number,
): SeriesSummary | null {
  const pairs = summaries.filter(({ series }) => names.includes(baseSymbol(series.symbol)));
  const preferred = ['H1', ...timeframes].flatMap((timeframe) =>
    pairs.filter(({ series }) => series.timeframe === timeframe),
  );
  return preferred.find(({ firstUtcMs }) => firstUtcMs <= fromUtcMs) ?? null;
}

const noRate = ({ symbol, profitCurrency }: Instrument, currency: string): Fault =>
  fault(
    'CONVERSION_MISSING',
    `${symbol} earns ${profitCurrency}, and nothing that is stored tells what that was worth in ${currency} from the first day of the run on. Import bars of ` +
      `${profitCurrency}${currency} or ${currency}${profitCurrency}, or begin later with --from.`,
    { symbol, from: profitCurrency, to: currency },
  );
