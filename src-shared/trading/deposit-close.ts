import { z } from 'zod';
import { utcMsSchema } from '../units/utc-ms.ts';

/** What lay in the account (equity − credit, in USD) when a broker's day ended at this midnight. */
export const depositCloseSchema = z.object({ midnightUtcMs: utcMsSchema, depositUsd: z.number() }).readonly();

export type DepositClose = z.infer<typeof depositCloseSchema>;
