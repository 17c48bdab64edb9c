import { z } from 'zod';

/** What reconciliation found between the terminal's report and what the log says; it keeps the cockpit reducing until signed or gone. */
export const differenceSchema = z
  .object({
    kind: z.enum([
      'manualPosition',
      'otherAdviser',
      'otherCockpit',
      'missingPosition',
      'changedPosition',
      'lateFill',
      'unexplainedDeal',
      'closeOpenedExposure',
    ]),
    positionId: z.string().nullable(),
    symbol: z.string(),
    message: z.string(),
  })
  .readonly();

export type Difference = z.infer<typeof differenceSchema>;
