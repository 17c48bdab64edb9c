import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
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

export const readPlan = (folder: DataFolder): RestorePlan =>
  planSchema.parse(JSON.parse(readFileSync(planFileOf(folder), 'utf8')));
