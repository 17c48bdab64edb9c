import type { ScriptedSymbol } from '../scripted-symbol.ts';
import type { Quote } from '../market.ts';
import type { Position, Side } from './rows.ts';

/** Money in the account's currency, to its cents. */
export function profitOf(
  symbol: ScriptedSymbol,
  move: { readonly side: Side; readonly volume: number; readonly open: number; readonly close: number },
): number {
  const distance = move.side === 'buy' ? move.close - move.open : move.open - move.close;
  return cents((distance / symbol.tickSize) * symbol.tickValue * move.volume);
}

/** Margin as the host computes it for the account's leverage; both sides must agree, so the rule is the simplest: price · size ÷ leverage. */
export function marginOf(
  symbol: ScriptedSymbol,
  order: { readonly volume: number; readonly price: number; readonly leverage: number },
): number {
  return cents((order.volume * symbol.contractSize * order.price) / order.leverage);
}

export const openPriceOf = (quote: Quote, side: Side): number => (side === 'buy' ? quote.ask : quote.bid);
export const closePriceOf = (quote: Quote, side: Side): number => (side === 'buy' ? quote.bid : quote.ask);

export const profitNow = (symbol: ScriptedSymbol, position: Position, quote: Quote): number =>
  profitOf(symbol, {
    side: position.side,
    volume: position.volume,
    open: position.openPrice,
    close: closePriceOf(quote, position.side),
  });

export const cents = (amount: number): number => Math.round(amount * 100) / 100;

/** Volumes are sums of steps; this takes away what floating point added. */
export const lots = (volume: number): number => Math.round(volume * 1e8) / 1e8;
