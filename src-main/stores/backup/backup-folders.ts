import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import { manifestName } from './backup-manifest.ts';

const namePattern = /^backup-(\d{4}-\d\d-\d\dT\d\d)-(\d\d)-(\d\d\.\d{3}Z)$/;
const unfinishedSuffix = '.unfinished';

/** A name that sorts by its time and that every file system takes. */
export const backupName = (atUtcMs: UtcMs): string => `backup-${stampOf(atUtcMs)}`;

export const stampOf = (atUtcMs: UtcMs): string => new Date(atUtcMs).toISOString().replaceAll(':', '-');

export const unfinishedName = (name: string): string => `${name}${unfinishedSuffix}`;

/** Whole backups in a folder, the newest first. */
export const backupsIn = (folder: string): readonly string[] =>
  namesIn(folder)
    .filter((name) => namePattern.test(name) && existsSync(path.join(folder, name, manifestName)))
    .toSorted()
    .toReversed();

/** When the newest whole backup was made, by its name; null where there is none. */
export function newestBackupUtcMs(folder: string): UtcMs | null {
  const [, hour, minute, second] = namePattern.exec(backupsIn(folder)[0] ?? '') ?? [];
  return hour === undefined ? null : utcMs(Date.parse(`${hour}:${minute}:${second}`));
}

/** Removes all but the newest `keep`, and answers what went. */
export function rotateBackups(folder: string, keep: number): readonly string[] {
  const old = backupsIn(folder).slice(keep);
  for (const name of old) rmSync(path.join(folder, name), { recursive: true });
  return old;
}

/** What a backup that was killed left behind. */
export function removeUnfinished(folder: string): void {
  for (const name of namesIn(folder).filter((it) => it.startsWith('backup-') && it.endsWith(unfinishedSuffix)))
    rmSync(path.join(folder, name), { recursive: true });
}

const namesIn = (folder: string): readonly string[] => (existsSync(folder) ? readdirSync(folder) : []);
