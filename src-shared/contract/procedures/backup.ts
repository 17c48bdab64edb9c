import { oc } from '@orpc/contract';
import { z } from 'zod';
import { backupReportSchema } from '../backup-report.ts';
import { refusals } from '../refusals.ts';

/** Copies of the stores. */
export const backupProcedures = {
  /** Copies both stores while the engine goes on; `into` null is the data folder's own place, of which the newest few stay. */
  create: oc
    .errors(refusals)
    .input(z.object({ into: z.string().min(1).max(4096).nullable() }))
    .output(backupReportSchema),
} as const;
