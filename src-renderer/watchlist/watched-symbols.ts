import type { Instrument } from '#shared/market/instrument.ts';
import type { Quote } from '#shared/market/quote.ts';

export interface WatchedSymbol {
  readonly instrument: Instrument;
  readonly quote: Quote | null;
  /** In market time; null without a quote. */
  readonly ageMs: number | null;
}

export interface Market {
  readonly instruments: ReadonlyMap<string, Instrument>;
  readonly quotes: ReadonlyMap<string, Quote>;
  /** The terminal's, to the second: null before it is known. */
  readonly nowUtcMs: number | null;
}

/** Gives every symbol with its quote. A row that says what it said before is the same value again: a table draws only the others. */
export function watchedSymbols(): (market: Market) => readonly WatchedSymbol[] {
  let before: ReadonlyMap<string, WatchedSymbol> = new Map();
  return ({ instruments, quotes, nowUtcMs }) => {
    const rows = [...instruments].map(([symbol, instrument]) => {
      const row = watched(instrument, quotes.get(symbol) ?? null, nowUtcMs);
      const known = before.get(symbol);
      return known !== undefined && isSame(known, row) ? known : row;
    });
    before = new Map(rows.map((row) => [row.instrument.symbol, row]));
    return rows;
  };
}

function watched(instrument: Instrument, quote: Quote | null, nowUtcMs: number | null): WatchedSymbol {
  const ageMs = quote === null || nowUtcMs === null ? null : Math.max(0, nowUtcMs - quote.occurredAtUtcMs);
  return { instrument, quote, ageMs };
}

const isSame = (a: WatchedSymbol, b: WatchedSymbol): boolean =>
  a.instrument === b.instrument && a.quote === b.quote && a.ageMs === b.ageMs;
