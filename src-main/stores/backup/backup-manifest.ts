import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { backedUpStoreSchema } from '#shared/contract/backup-report.ts';
import { utcMsSchema } from '#shared/units/utc-ms.ts';

export const manifestName = 'manifest.json';

/** What a backup is said to hold; written last, so that a folder with one is whole. */
const manifestSchema = z
  .object({
    format: z.literal(1),
    createdAtUtcMs: utcMsSchema,
    programVersion: z.string(),
    stores: z.array(backedUpStoreSchema).min(1).readonly(),
  })
  .readonly();

export type BackupManifest = z.infer<typeof manifestSchema>;

/** RESTORE_REFUSED where the folder holds no manifest, or one that is none. */
export function readManifest(folder: string): Result<BackupManifest, Fault> {
  const file = path.join(folder, manifestName);
  try {
    return ok(manifestSchema.parse(JSON.parse(readFileSync(file, 'utf8'))));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    const message = `${folder} is no backup of ATS Cockpit, or an unfinished one: ${reason}. Nothing was changed. Name a folder that “ats backup” made.`;
    return err(fault('RESTORE_REFUSED', message, { folder, reason }));
  }
}
