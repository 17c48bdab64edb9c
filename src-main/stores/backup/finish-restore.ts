import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fault, type Fault } from '#shared/base/fault.ts';
import type { Result } from '#shared/base/result.ts';
import type { DataFolder } from '../data-folder/data-folder.ts';
import { flushFolder } from './durable-files.ts';
import { isRestoreDecided, readPlan, stagingFolderOf, type RestorePlan } from './restore-plan.ts';
import { runSteps } from './run-steps.ts';
import { fileNameOf, journalSuffixes, storeFileIn } from './store-files.ts';

/**
 * Puts what a plan decided into its place, or removes what was staged without one. Every start does this before it opens a store, so that a kill
 * at any moment leaves either all that was there before, or all that was restored. Answers what it finished; null where there was nothing. The
 * caller holds the folder's lock. RESTORE_REFUSED where the disk does not let it: then no store may be opened.
 */
export const finishRestore = (folder: DataFolder): Result<RestorePlan | null, Fault> =>
  runSteps(restoreSteps(folder), ({ message }) => unfinished(folder, message));

export const unfinished = (folder: DataFolder, reason: string): Fault =>
  fault(
    'RESTORE_REFUSED',
    `A restore into ${folder.path} is checked and decided, but could not be finished: ${reason}. Nothing is lost. Put that right: the next start ` +
      'of the cockpit, or the next “ats restore”, finishes it.',
    { folder: folder.path, reason },
  );

/** The same, step by step: each yields once what it did to the folder is done. */
export function* restoreSteps(folder: DataFolder): Generator<string, RestorePlan | null> {
  const staging = stagingFolderOf(folder);
  if (!existsSync(staging)) return null;
  if (!isRestoreDecided(folder)) {
    rmSync(staging, { recursive: true });
    yield 'removed what was never decided on';
    return null;
  }
  const plan = readPlan(folder);
  mkdirSync(plan.keptIn, { recursive: true, mode: 0o700 });
  for (const store of plan.stores) {
    const [file, staged] = [storeFileIn(folder, store), path.join(staging, fileNameOf(store))];
    // A file that is staged no more has its place already; what lies there is the restored one.
    if (!existsSync(staged)) continue;
    for (const suffix of ['', ...journalSuffixes]) {
      if (!existsSync(file + suffix)) continue;
      renameSync(file + suffix, path.join(plan.keptIn, fileNameOf(store) + suffix));
      yield `kept ${fileNameOf(store)}${suffix}`;
    }
    renameSync(staged, file);
    yield `restored ${fileNameOf(store)}`;
  }
  flushFolder(plan.keptIn);
  flushFolder(folder.path);
  rmSync(staging, { recursive: true });
  yield 'removed the plan';
  flushFolder(folder.path);
  return plan;
}
