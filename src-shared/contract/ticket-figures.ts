import { z } from 'zod';
import { durationMsSchema } from '../units/duration-ms.ts';
import { lotsSchema } from '../units/lots.ts';
import { moneySchema } from '../units/money.ts';
import { priceSchema } from '../units/price.ts';
import { utcMsSchema } from '../units/utc-ms.ts';

/** What a ticket would do to the account if it were approved now, by the prices and the account of now. Null is no data. */
export const ticketFiguresSchema = z
  .object({
    /** What would be paid now: ask of a buy, bid of a sell. */
    price: priceSchema.nullable(),
    /** Of the price now against the one that the ticket was judged at, in R of the ticket; positive is worse for the trader. The limit is approval's. */
    driftR: z.number().nullable(),
    driftLimitR: z.number(),
    /** Spread and round-trip commission of the ticket's volume, in money and in R. */
    spreadMoney: moneySchema.nullable(),
    commissionMoney: moneySchema.nullable(),
    costR: z.number().nullable(),
    /** Equity ÷ margin in percent, and what stays free, once it is filled. */
    marginLevelAfter: z.number().nullable(),
    freeMarginAfter: moneySchema.nullable(),
    /** The broker's smallest volume, and what it really risks with this stop. */
    smallest: z
      .object({ volume: lotsSchema, riskMoney: moneySchema, riskRatio: z.number().nonnegative() })
      .readonly()
      .nullable(),
    untilRolloverMs: durationMsSchema,
    untilWeekendMs: durationMsSchema.nullable(),
    asOfUtcMs: utcMsSchema,
  })
  .readonly();

export type TicketFigures = z.infer<typeof ticketFiguresSchema>;
