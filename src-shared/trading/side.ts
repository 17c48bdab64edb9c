import { z } from 'zod';

export const sideSchema = z.enum(['buy', 'sell']);

export type Side = z.infer<typeof sideSchema>;

export const oppositeSide = (side: Side): Side => (side === 'buy' ? 'sell' : 'buy');

/** +1 for buy, −1 for sell: profit per unit of price is `sideSign · (now − open)`. */
export const sideSign = (side: Side): 1 | -1 => (side === 'buy' ? 1 : -1);

/** The price at which an order of this side is filled: a buy pays the ask, a sell gets the bid. */
export const fillPrice = <P>(side: Side, quote: { readonly bid: P; readonly ask: P }): P =>
  side === 'buy' ? quote.ask : quote.bid;

/** The price at which a position of this side is valued and closed: the other side of the quote. */
export const closePrice = <P>(side: Side, quote: { readonly bid: P; readonly ask: P }): P =>
  side === 'buy' ? quote.bid : quote.ask;
