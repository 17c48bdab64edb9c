import { z } from 'zod';

/** One filter of a decision: what was measured, against what, and whether it let the trade pass. Null: there was no data. */
export const filterReportSchema = z
  .object({
    filter: z.string(),
    value: z.number().nullable(),
    threshold: z.number().nullable(),
    passed: z.boolean(),
  })
  .readonly();

export type FilterReport = z.infer<typeof filterReportSchema>;
