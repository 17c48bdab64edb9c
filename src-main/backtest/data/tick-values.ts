import type { Fault } from '#shared/base/fault.ts';
import { ok, type Result } from '#shared/base/result.ts';
import type { StoredMarket } from '#main/ports/stored-market.ts';
import { conversionRates, type Conversion } from './conversion-rates.ts';
import type { LoadWatch } from './load-stretch.ts';

/**
 * What one lot loses, in account currency, when the price moves against it by one tick size: at each row's opening, by the rate of that moment. Where the
 * profit is in account currency already it is the instrument's own. CONVERSION_MISSING where no stored symbol tells the rate.
 */
export async function tickValues(
  market: StoredMarket,
  { currency, ...rows }: Pick<Conversion, 'instrument' | 'fills'> & { readonly currency: string },
  watch: LoadWatch,
): Promise<Result<Float64Array | number, Fault>> {
  const { profitCurrency, contractSize, tickSize, tickValue } = rows.instrument;
  if (profitCurrency === currency) return ok(tickValue);
  const values = await conversionRates(market, { from: profitCurrency, to: currency, ...rows }, watch);
  if (!values.ok) return values;
  for (const [row, rate] of values.value.entries()) values.value[row] = contractSize * tickSize * rate;
  return values;
}
