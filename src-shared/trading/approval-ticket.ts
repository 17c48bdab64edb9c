import { z } from 'zod';
import { quoteSchema } from '../market/quote.ts';
import { durationMsSchema } from '../units/duration-ms.ts';
import { moneySchema } from '../units/money.ts';
import { utcMsSchema } from '../units/utc-ms.ts';
import { filterReportSchema } from './filter-report.ts';
import { approvalIdSchema } from './ids.ts';
import { judgedStateSchema } from './judged-state.ts';
import { orderParametersSchema } from './order-parameters.ts';
import { enterIntentSchema } from './trade-intent.ts';

/**
 * What is put before the trader. The countdown runs on the desk's monotonic clock: `validForMs` from the moment it was opened;
 * `expiresAtUtcMs` is the market's own limit. Whichever comes first ends it.
 */
export const approvalTicketSchema = z
  .object({
    approvalId: approvalIdSchema,
    intent: enterIntentSchema,
    parameters: orderParametersSchema,
    lossPerLot: moneySchema,
    riskRatio: z.number(),
    marginMoney: moneySchema,
    quote: quoteSchema,
    judgedIn: judgedStateSchema,
    filters: z.array(filterReportSchema).readonly(),
    openedAtUtcMs: utcMsSchema,
    openedAtWallUtcMs: utcMsSchema,
    expiresAtUtcMs: utcMsSchema,
    validForMs: durationMsSchema,
  })
  .readonly();

export type ApprovalTicket = z.infer<typeof approvalTicketSchema>;

export const approvalOutcomeSchema = z.enum(['approved', 'rejectedByTrader', 'expired', 'superseded', 'denied']);

export type ApprovalOutcome = z.infer<typeof approvalOutcomeSchema>;
