import { z } from 'zod';
import { isPrice, priceSchema } from '../units/price.ts';
import { utcMsSchema } from '../units/utc-ms.ts';

const symbolLengthMax = 64;

/** Whether these make a quote of a symbol: what the schema demands, without the cost of a parse for each of millions of ticks. */
export const isQuoteOf = (symbol: string, bid: number, ask: number): boolean =>
  symbol.length > 0 && symbol.length <= symbolLengthMax && isPrice(bid) && isPrice(ask) && bid <= ask;

/** Bid and ask at a moment. A tick is one update of it. */
export const quoteSchema = z
  .object({
    symbol: z.string().min(1).max(symbolLengthMax),
    occurredAtUtcMs: utcMsSchema,
    bid: priceSchema,
    ask: priceSchema,
  })
  .readonly()
  .refine((quote) => quote.bid <= quote.ask, { message: 'the bid is not above the ask' });

export type Quote = z.infer<typeof quoteSchema>;

export type Tick = Quote;
