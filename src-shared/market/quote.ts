import { z } from 'zod';
import { priceSchema } from '../units/price.ts';
import { utcMsSchema } from '../units/utc-ms.ts';

/** Bid and ask at a moment. A tick is one update of it. */
export const quoteSchema = z
  .object({
    symbol: z.string().min(1).max(64),
    occurredAtUtcMs: utcMsSchema,
    bid: priceSchema,
    ask: priceSchema,
  })
  .readonly()
  .refine((quote) => quote.bid <= quote.ask, { message: 'the bid is not above the ask' });

export type Quote = z.infer<typeof quoteSchema>;

export type Tick = Quote;
