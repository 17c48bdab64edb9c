import type { Instrument } from '#shared/market/instrument.ts';

/** So many are named. */
const namedMax = 5;

/**
 * Symbols of the terminal that may be meant by one that it does not have: brokers append letters (`XAUUSD.m`, `EURUSDpro`), or name the same pair
 * of currencies otherwise (`GOLD`).
 */
export function similarSymbols(
  symbol: string,
  { offered, known }: { readonly offered: readonly Instrument[]; readonly known: Instrument | null },
): readonly string[] {
  const wanted = plain(symbol);
  const alike = offered.filter((it) => {
    const name = plain(it.symbol);
    return it.symbol !== symbol && (name.startsWith(wanted) || wanted.startsWith(name) || isSamePair(it, known));
  });
  return alike.slice(0, namedMax).map((it) => it.symbol);
}

const plain = (symbol: string): string => symbol.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');

const isSamePair = (a: Instrument, b: Instrument | null): boolean =>
  b !== null && a.baseCurrency === b.baseCurrency && a.profitCurrency === b.profitCurrency;
