import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { runRecordSchema, type RunRecord } from '#shared/contract/backtest.ts';
import { flushFolder } from '../backup/durable-files.ts';
import { unusableDataFolder, type DataFolder } from '../data-folder/data-folder.ts';
import { readFileIfThere, writePrivateFile } from '../data-folder/private-file.ts';

/** Keeps a record, whole or not at all: nobody else writes a file of that name, so no lock is needed. STORE_FULL, DATA_FOLDER_UNUSABLE. */
export function writeRun({ runsFolder }: DataFolder, record: RunRecord): Result<void, Fault> {
  const file = fileOf(runsFolder, record.runId);
  try {
    mkdirSync(runsFolder, { recursive: true, mode: 0o700 });
    writePrivateFile(file, `${JSON.stringify(record)}\n`);
    flushFolder(runsFolder);
    return ok(undefined);
  } catch (error) {
    removeUnfinished(file);
    return err(writeFault(runsFolder, error));
  }
}

/** RUN_UNKNOWN names the newest that there are, RUN_DAMAGED a file that is no whole record of its own name. */
export function readRun({ runsFolder }: DataFolder, runId: string): Result<RunRecord, Fault> {
  const known = runIds(runsFolder);
  const text = known.includes(runId) ? readFileIfThere(fileOf(runsFolder, runId)) : null;
  if (text === null) return err(unknownRun(runId, known));
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return err(damagedRun(runsFolder, runId, error.message));
  }
  const record = runRecordSchema.safeParse(value);
  if (!record.success) return err(damagedRun(runsFolder, runId, record.error.issues[0]?.message ?? ''));
  return record.data.runId === runId ? ok(record.data) : err(damagedRun(runsFolder, runId, 'it bears another name'));
}

/** Newest first: their names begin with the time. */
export const listRuns = ({ runsFolder }: DataFolder): readonly string[] => runIds(runsFolder);

function runIds(runsFolder: string): readonly string[] {
  try {
    const names = readdirSync(runsFolder).filter((name) => name.endsWith('.json'));
    return names.map((name) => name.slice(0, -'.json'.length)).sort((a, b) => (a < b ? 1 : -1));
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return [];
    throw error;
  }
}

const fileOf = (runsFolder: string, runId: string): string => path.join(runsFolder, `${runId}.json`);

/** What `writePrivateFile` began. */
function removeUnfinished(file: string): void {
  const unfinished = `${file}.new`;
  if (existsSync(unfinished)) rmSync(unfinished);
}

function writeFault(runsFolder: string, error: unknown): Fault {
  const isFull = error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
  if (!isFull) return unusableDataFolder(runsFolder, error);
  return fault(
    'STORE_FULL',
    `The disk is full: the run could not be kept in ${runsFolder}, and nothing of it was left there. Free some space and run it again.`,
    { folder: runsFolder },
  );
}

const shownMax = 5;

function unknownRun(runId: string, known: readonly string[]): Fault {
  const there = known.length === 0 ? 'None was kept yet.' : `The newest are ${known.slice(0, shownMax).join(', ')}.`;
  return fault('RUN_UNKNOWN', `There is no run ${runId}. ${there}`, { runId });
}

const damagedRun = (runsFolder: string, runId: string, reason: string): Fault =>
  fault(
    'RUN_DAMAGED',
    `The record of run ${runId} is damaged: ${reason}. It is left as it is. Run the same backtest again; the stored bars are not touched by this.`,
    { runId, file: fileOf(runsFolder, runId), reason },
  );
