import { z } from 'zod';
import { moneySchema } from '../units/money.ts';
import { utcMsSchema } from '../units/utc-ms.ts';
import { dealTicketSchema } from './ids.ts';

export const cashKindSchema = z.enum([
  'balance',
  'credit',
  'charge',
  'correction',
  'bonus',
  'commission',
  'dividend',
  'interest',
  'tax',
  'other',
]);

/** Money that came or went without a trade: a deposit is no profit, and a withdrawal no loss. */
export const cashOperationSchema = z
  .object({ dealTicket: dealTicketSchema, kind: cashKindSchema, amount: moneySchema, occurredAtUtcMs: utcMsSchema })
  .readonly();

export type CashOperation = z.infer<typeof cashOperationSchema>;
