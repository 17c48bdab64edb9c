import { z } from 'zod';
import { recordIdSchema } from '../trading/record-id.ts';
import { utcMsSchema } from '../units/utc-ms.ts';

/** Where a value was read. */
export const evidenceSourceSchema = z.enum([
  ...(['filter', 'feature', 'bar', 'quote', 'regime', 'instrument', 'session'] as const),
  ...(['similar', 'chain', 'lesson', 'trade', 'calendar'] as const),
  ...(['account', 'position', 'limit', 'governance'] as const),
]);

export type EvidenceSource = z.infer<typeof evidenceSourceSchema>;

/** Names one value within a run, such as `filter:rvol`, `feature:M15/atr(14)` or `lesson:reflection/88#1`. */
export const evidenceIdSchema = z.string().regex(/^[a-zA-Z]+:[!-~]{1,160}$/, 'evidence is named source:key');

/**
 * One value that agents were shown, and where it stands: the number as it was read, known at `asOfUtcMs` of the market's time. `label` is English and
 * short, for models and the command line (the window says what an id is in its own language: `evidence-name.ts`), `unit` one of the field (`USD`, `R`, `ATR`, `points`, `ratio`, …), empty where there is none. Null is no data.
 */
export const evidenceSchema = z
  .object({
    evidenceId: evidenceIdSchema,
    source: evidenceSourceSchema,
    label: z.string().min(1).max(200),
    value: z.union([z.number(), z.string().max(2000), z.boolean()]).nullable(),
    unit: z.string().max(24),
    asOfUtcMs: utcMsSchema,
    /** The record of memory's chain that it is part of; null where it is the market's or the account's. */
    recordId: recordIdSchema.nullable(),
  })
  .readonly();

export type Evidence = z.infer<typeof evidenceSchema>;

/** A number in an agent's words, and the evidence that it says it was read from. */
export const citationSchema = z.object({ evidenceId: evidenceIdSchema, value: z.number() }).readonly();

export type Citation = z.infer<typeof citationSchema>;

/** One thing that an agent says, in the trader's language, and what it leans on. */
export const statementSchema = z
  .object({ text: z.string().trim().min(1).max(600), citations: z.array(citationSchema).max(16).readonly() })
  .readonly();

export type Statement = z.infer<typeof statementSchema>;
