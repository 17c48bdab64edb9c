import { readdirSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { sampleRunRecord } from '#main/testkit/sample-run-record.ts';
import { dataFolderAt } from '../data-folder/data-folder.ts';
import { writeRun } from './run-files.ts';

/** A second process for the test of a full disk: its argument is a folder on a disk of its own, which it fills before it keeps a run. */
const folder = dataFolderAt(process.argv[2] ?? '');
const say = (word: object): void => {
  writeSync(1, `${JSON.stringify(word)}\n`);
};
const keep = (runId: string): string | null => {
  const kept = writeRun(folder, { ...sampleRunRecord(), runId });
  return kept.ok ? null : kept.error.code;
};

say({ code: keep('first'), there: readdirSync(folder.runsFolder) });
fillUp(path.join(folder.path, 'ballast'));
say({ code: keep('second'), there: readdirSync(folder.runsFolder) });

/** To the last page of the disk. */
function fillUp(ballast: string): void {
  for (let pages = 1; ; pages++) {
    try {
      writeFileSync(ballast, Buffer.alloc(4096), { flag: 'a' });
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return;
      throw error;
    }
  }
}
