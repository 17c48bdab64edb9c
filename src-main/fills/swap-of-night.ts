import { assertNever } from '#shared/base/assert.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import type { Side } from '#shared/trading/side.ts';

/** Banks count a year as so many days; so does MT5. */
const interestDays = 360;

/**
 * What a position is paid (positive) or charged at a broker's midnight, in account currency and not rounded: the terms' amount for one night, times
 * the multiplier of the weekday that ends (0 is Sunday). Sources: MT5's ENUM_SYMBOL_SWAP_MODE and its page on swaps. Reopening by points comes to
 * the same money as points. A mode that is not known charges nothing: who loads the instrument says so.
 */
export function swapOfNight(
  held: {
    readonly side: Side;
    readonly volume: number;
    readonly openPrice: number;
    /** The bid at midnight. */
    readonly price: number;
    readonly weekday: number;
  },
  instrument: Pick<
    Instrument,
    'swap' | 'point' | 'tickSize' | 'tickValue' | 'contractSize' | 'baseCurrency' | 'profitCurrency' | 'marginCurrency'
  >,
): number {
  const { long, short, multipliers } = instrument.swap;
  const rate = held.side === 'buy' ? long : short;
  const nights = multipliers[held.weekday] ?? 0;
  return nights === 0 || rate === 0 ? 0 : nights * held.volume * perLot(rate, held, instrument);
}

/** For one lot and one night. */
function perLot(
  rate: number,
  { openPrice, price }: { readonly openPrice: number; readonly price: number },
  instrument: Parameters<typeof swapOfNight>[1],
): number {
  const { swap, point, tickSize, tickValue, contractSize, baseCurrency, profitCurrency, marginCurrency } = instrument;
  const perUnitOfPrice = tickValue / tickSize;
  const perProfitUnit = perUnitOfPrice / contractSize;
  const perBaseUnit = baseCurrency === profitCurrency ? perProfitUnit : perProfitUnit * price;
  switch (swap.mode) {
    case 'disabled':
    case 'other':
      return 0;
    case 'points':
    case 'reopenCurrent':
    case 'reopenBid':
      return rate * point * perUnitOfPrice;
    case 'currencySymbol':
      return rate * perBaseUnit;
    case 'currencyMargin':
      return rate * (marginCurrency === profitCurrency ? perProfitUnit : perBaseUnit);
    case 'currencyDeposit':
      return rate;
    case 'interestCurrent':
      return ((rate / 100) * price * perUnitOfPrice) / interestDays;
    case 'interestOpen':
      return ((rate / 100) * openPrice * perUnitOfPrice) / interestDays;
    default:
      return assertNever(swap.mode, 'swap mode');
  }
}
