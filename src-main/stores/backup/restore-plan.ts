import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { fault, FaultError } from '#shared/base/fault.ts';
import type { DataFolder } from '../data-folder/data-folder.ts';
import { writePrivateFile } from '../data-folder/private-file.ts';
import { flushFolder } from './durable-files.ts';
import { storeNames } from './store-files.ts';

/** Where what is restored lies, checked, until it takes its place. */
export const stagingFolderOf = (folder: DataFolder): string => path.join(folder.path, 'restoring');

const planFileOf = (folder: DataFolder): string => path.join(stagingFolderOf(folder), 'plan.json');

/** What was decided: from the moment it is written a restore is only ever finished. */
const planSchema = z
  .object({ stores: z.array(z.enum(storeNames)).min(1).readonly(), keptIn: z.string().min(1) })
  .readonly();

export type RestorePlan = z.infer<typeof planSchema>;

export function writePlan(folder: DataFolder, plan: RestorePlan): void {
  flushFolder(stagingFolderOf(folder));
  writePrivateFile(planFileOf(folder), `${JSON.stringify(plan)}\n`);
  flushFolder(stagingFolderOf(folder));
  flushFolder(folder.path);
}

export const isRestoreDecided = (folder: DataFolder): boolean => existsSync(planFileOf(folder));

/** Throws RESTORE_REFUSED for a plan that cannot be read. */
export function readPlan(folder: DataFolder): RestorePlan {
  const file = planFileOf(folder);
  try {
    return planSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    const message =
      `The plan of a restore that was interrupted, ${file}, cannot be read: ${reason}. Nothing is lost: what was to be restored lies beside it, and ` +
      'what was replaced in the folder backups. Move the folder “restoring” away and run “ats restore” again.';
    throw new FaultError(fault('RESTORE_REFUSED', message, { file, reason }), { cause: error });
  }
}
