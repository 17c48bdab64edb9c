import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, lstatSync, mkdirSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { isTerminalFolder } from './find-terminals.ts';
import { programVersion } from './program-version.ts';

export interface InstalledFile {
  /** Below MQL5, with forward slashes. */
  readonly path: string;
  readonly change: 'new' | 'changed' | 'same' | 'removed';
}

export interface AdviserInstallation {
  readonly terminalFolder: string;
  readonly version: string;
  readonly files: readonly InstalledFile[];
}

/**
 * Copies the adviser, its service and what they include into a terminal's data folder. Every file is written beside its place first, then all
 * are put there, so that a full disk leaves what was there. A file that this program did not put there, or that was edited since, is never
 * overwritten; what an older version installed and this one has not is removed. TERMINAL_FOLDER_UNUSABLE, FILE_NOT_FOUND.
 */
export function installAdviser({
  sourceFolder,
  terminalFolder,
}: {
  /** The folder `mql5` of this program. */
  readonly sourceFolder: string;
  readonly terminalFolder: string;
}): Result<AdviserInstallation, Fault> {
  const sources = readSources(sourceFolder);
  if (sources.length === 0) return err(noSources(sourceFolder));
  try {
    return isTerminalFolder(terminalFolder) ? install(sources, terminalFolder) : err(noTerminal(terminalFolder));
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    return err(notWritten(terminalFolder, error.message));
  }
}

const ownFolders = ['Experts/ATS', 'Services/ATS', 'Include/ATS'] as const;

interface Source {
  readonly path: string;
  readonly contents: Buffer;
  readonly mark: string;
}

type Placement = Source & { readonly change: 'new' | 'changed' | 'same' };

function install(sources: readonly Source[], terminalFolder: string): Result<AdviserInstallation, Fault> {
  const mql5Folder = path.join(terminalFolder, 'MQL5');
  const known = readRecord(mql5Folder);
  const placements: Placement[] = [];
  const foreign: string[] = [];
  for (const source of sources) {
    const found = markOf(path.join(mql5Folder, source.path));
    if (found === null) placements.push({ ...source, change: 'new' });
    else if (found === source.mark) placements.push({ ...source, change: 'same' });
    else if (known.has(found)) placements.push({ ...source, change: 'changed' });
    else foreign.push(source.path);
  }
  if (foreign.length > 0) return err(foreignFiles(terminalFolder, foreign));
  const outdated = outdatedFiles({ mql5Folder, known, sources });
  putInPlace({ mql5Folder, known, placements });
  for (const file of outdated) rmSync(path.join(mql5Folder, file));
  const files = [
    ...placements.map(({ path: file, change }): InstalledFile => ({ path: file, change })),
    ...outdated.map((file): InstalledFile => ({ path: file, change: 'removed' })),
  ];
  return ok({ terminalFolder, version: programVersion, files });
}

function readSources(sourceFolder: string): readonly Source[] {
  return ownFolders.flatMap((folder) =>
    mqlFilesIn(path.join(sourceFolder, folder)).map((name) => {
      const contents = readFileSync(path.join(sourceFolder, folder, name));
      return { path: `${folder}/${name}`, contents, mark: sha256(contents) };
    }),
  );
}

function mqlFilesIn(folder: string): readonly string[] {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  return readdirSync(folder)
    .filter((name) => /\.(mq5|mqh)$/.test(name))
    .sort();
}

/** What stands at a place: its mark, `no file` for what is none (a folder, a link), or null for nothing. */
function markOf(file: string): string | null {
  const stats = lstatSync(file, { throwIfNoEntry: false });
  if (stats === undefined) return null;
  return stats.isFile() ? sha256(readFileSync(file)) : 'no file';
}

const sha256 = (contents: Buffer): string => createHash('sha256').update(contents).digest('hex');

/** Files of ours, unedited, that this version has not any more. */
function outdatedFiles({
  mql5Folder,
  known,
  sources,
}: {
  readonly mql5Folder: string;
  readonly known: ReadonlySet<string>;
  readonly sources: readonly Source[];
}): readonly string[] {
  const kept = new Set(sources.map((source) => source.path));
  return ownFolders.flatMap((folder) =>
    mqlFilesIn(path.join(mql5Folder, folder))
      .map((name) => `${folder}/${name}`)
      .filter((file) => !kept.has(file) && known.has(markOf(path.join(mql5Folder, file)) ?? '')),
  );
}

/** The record is written before the files: whatever stops this halfway, what it wrote is known as ours the next time. */
function putInPlace({
  mql5Folder,
  known,
  placements,
}: {
  readonly mql5Folder: string;
  readonly known: ReadonlySet<string>;
  readonly placements: readonly Placement[];
}): void {
  for (const folder of ownFolders) mkdirSync(path.join(mql5Folder, folder), { recursive: true });
  using unfinished = new DisposableStack();
  const places = placements
    .filter(({ change }) => change !== 'same')
    .map(({ path: file, contents }) => unfinished.use(writeBeside(path.join(mql5Folder, file), contents)));
  const contents = [...new Set([...known, ...placements.map(({ mark }) => mark)])].sort();
  const record = JSON.stringify({ version: programVersion, contents }, null, 2);
  unfinished.use(writeBeside(path.join(mql5Folder, recordPath), Buffer.from(`${record}\n`))).put();
  for (const { put } of places) put();
}

/** The whole file, safely on the disk, under another name until it is put in its place; disposed before that, it leaves nothing. */
function writeBeside(file: string, contents: Buffer): Disposable & { readonly put: () => void } {
  const beside = `${file}.new`;
  rmSync(beside, { force: true });
  const handle = openSync(beside, 'wx');
  try {
    writeFileSync(handle, contents);
    fsyncSync(handle);
  } catch (error) {
    rmSync(beside);
    throw error;
  } finally {
    closeSync(handle);
  }
  return {
    put: () => {
      renameSync(beside, file);
    },
    [Symbol.dispose]: () => {
      rmSync(beside, { force: true });
    },
  };
}

/** The marks of all contents that were ever installed here, by which ours are told from anybody else's. */
const recordPath = 'Include/ATS/installed-by-ats-cockpit.json';

const recordSchema = z
  .string()
  .transform(parsedJson)
  .pipe(z.object({ contents: z.array(z.string()) }));

/** A record that is damaged knows nothing: every file that differs is taken for somebody else's then, and kept. */
function readRecord(mql5Folder: string): ReadonlySet<string> {
  const file = path.join(mql5Folder, recordPath);
  if (markOf(file) === null) return new Set();
  const record = recordSchema.safeParse(readFileSync(file, 'utf8'));
  return new Set(record.success ? record.data.contents : []);
}

function parsedJson(text: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: String(error) });
    return z.NEVER;
  }
}

const noSources = (folder: string): Fault =>
  fault('FILE_NOT_FOUND', `The adviser’s files are not in ${folder}. This installation of the cockpit is not whole.`, {
    folder,
  });

const noTerminal = (folder: string): Fault =>
  fault(
    'TERMINAL_FOLDER_UNUSABLE',
    `${folder} is not a MetaTrader 5 data folder: it has no folder MQL5. Nothing was written. In MetaTrader choose File, Open Data Folder, and name that folder.`,
    { folder },
  );

const foreignFiles = (folder: string, files: readonly string[]): Fault =>
  fault(
    'TERMINAL_FOLDER_UNUSABLE',
    `These files in ${path.join(folder, 'MQL5')} are not as ATS Cockpit installed them: ${files.join(', ')}. Nothing was written. Move them away if they are yours, then install again.`,
    { folder, files: files.join(', ') },
  );

const notWritten = (folder: string, reason: string): Fault =>
  fault(
    'TERMINAL_FOLDER_UNUSABLE',
    `The adviser could not be installed in ${folder}: ${reason}. Check that the folder is yours to write and the disk has room, then install again; until that is done, go on with the adviser that runs.`,
    { folder, reason },
  );
