import type { RunNote } from '#shared/contract/backtest.ts';
import { importSource, terminalSource } from '#shared/market/bar-series.ts';
import type { StoredMarket } from '#main/ports/stored-market.ts';
import type { TickSpan } from '#main/ports/tick-store.ts';

/** The ticks that stand in for a symbol's bars, null where there are none, and what is to be said of that. */
export interface ChosenTicks {
  readonly span: TickSpan | null;
  readonly notes: readonly RunNote[];
}

/**
 * Of the named source, else of the one that the symbol's finest bars come from, else the terminal's, else the import's, else the only ones; ticks are
 * never mixed, and where the choice would be a guess they are left out.
 */
export function chooseTicks(
  market: Pick<StoredMarket, 'tickSpans'>,
  wish: { readonly symbol: string; readonly source: string | null; readonly barSource: string },
): ChosenTicks {
  const { symbol, source, barSource } = wish;
  const stored = market.tickSpans(symbol);
  const of = (name: string): TickSpan | undefined => stored.find((it) => it.source === name);
  if (source !== null) return { span: of(source) ?? null, notes: [] };
  const only = stored.length === 1 ? stored[0] : undefined;
  const span = of(barSource) ?? of(terminalSource) ?? of(importSource) ?? only ?? null;
  if (span === null) return { span, notes: stored.length === 0 ? [] : [ambiguousNote(symbol, stored)] };
  return { span, notes: span.source === barSource ? [] : [joinedNote(symbol, span, barSource)] };
}

const ambiguousNote = (symbol: string, stored: readonly TickSpan[]): RunNote => ({
  code: 'TICKS_LEFT_OUT',
  symbol,
  message: `Ticks of ${symbol} come from several sources: ${stored.map(({ source }) => source).join(', ')}. They are left out: name one with --source.`,
});

const joinedNote = (symbol: string, { source }: TickSpan, barSource: string): RunNote => ({
  code: 'SOURCES_JOINED',
  symbol,
  message: `Ticks of ${symbol} come from ${source}, its finest bars from ${barSource}. Name one with --source to keep to it.`,
});
