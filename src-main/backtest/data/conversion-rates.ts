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

/** From one currency into another, for the rows of a symbol that is itself a rate where it is a pair of both. */
export interface Conversion {
  readonly from: string;
  readonly to: string;
  readonly instrument: Instrument;
  readonly fills: Pick<Stretch, 'length' | 'openTimeUtcMs' | 'open'>;
}

/** Prices of a pair at moments that increase: how much of the one currency a unit of the other was. */
interface Rates {
  readonly openTimeUtcMs: Float64Array;
  readonly open: Float64Array;
  readonly isInverse: boolean;
}

/** What one unit of a currency was worth in another at each row's opening. CONVERSION_MISSING where no stored symbol tells it. */
export async function conversionRates(
  market: StoredMarket,
  conversion: Conversion,
  watch: LoadWatch,
): Promise<Result<Float64Array, Fault>> {
  const { fills } = conversion;
  const own = ownRates(conversion);
  const rates = own === null ? await storedRates(market, conversion, watch) : ok(own);
  if (!rates.ok) return rates;
  const { openTimeUtcMs, open, isInverse } = rates.value;
  const converted = sharedFloat64(fills.length);
  let known = 0;
  for (let row = 0; row < fills.length; row++) {
    while (known + 1 < open.length && at(openTimeUtcMs, known + 1) <= at(fills.openTimeUtcMs, row)) known++;
    const rate = at(open, known);
    converted[row] = isInverse ? 1 / rate : rate;
  }
  return ok(converted);
}

function ownRates({ from, to, instrument, fills }: Conversion): Rates | null {
  const { baseCurrency, profitCurrency } = instrument;
  const isDirect = baseCurrency === from && profitCurrency === to;
  const isInverse = baseCurrency === to && profitCurrency === from;
  return isDirect || isInverse ? { openTimeUtcMs: fills.openTimeUtcMs, open: fills.open, isInverse } : null;
}

async function storedRates(
  market: StoredMarket,
  conversion: Conversion,
  watch: LoadWatch,
): Promise<Result<Rates, Fault>> {
  const { from, to, fills } = conversion;
  const fromUtcMs = at(fills.openTimeUtcMs, 0);
  const toUtcMs = at(fills.openTimeUtcMs, fills.length - 1) + 1;
  const inverse = to + from;
  const series = seriesOfPair(market.summaries(), [from + to, inverse], fromUtcMs);
  if (series === null) return err(noRate(conversion));
  // Some days before the first row, so that a rate stands there already.
  const span = { summary: series, fromUtcMs: fromUtcMs - 14 * 86_400_000, toUtcMs, point: 1 };
  const { openTimeUtcMs, open, length } = await loadStretch(market, span, watch);
  if (length === 0 || countBelow(openTimeUtcMs, fromUtcMs + 1) === 0) return err(noRate(conversion));
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

const noRate = ({ instrument: { symbol }, from, to }: Conversion): Fault =>
  fault(
    'CONVERSION_MISSING',
    `${symbol} earns or costs ${from}, and nothing that is stored tells what that was worth in ${to} from the first day of the run on. Import bars of ` +
      `${from}${to} or ${to}${from}, or begin later with --from.`,
    { symbol, from, to },
  );
