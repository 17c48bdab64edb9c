import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a result follows from, among the sources; built, all of the program counts. */
const sources = [
  ...['../../src-shared', '../backtest', '../features', '../fills', '../risk', '../strategies'],
] as const satisfies readonly string[];

/** SHA-256 over the program's own files, so that a result can be told to come from another version of it, also between two releases. */
export function codeHash(): string {
  const here = fileURLToPath(import.meta.url);
  const isSource = here.endsWith('.ts');
  const folders = isSource ? sources.map((name) => path.resolve(path.dirname(here), name)) : [builtFolder(here)];
  const hash = createHash('sha256');
  for (const folder of folders) {
    for (const file of programFiles(folder)) hash.update(path.relative(folder, file)).update(readFileSync(file));
  }
  return hash.digest('hex');
}

/** The built program may be in a chunk below it. */
const builtFolder = (file: string): string => {
  const folder = path.dirname(file);
  return path.basename(folder) === 'chunks' ? path.dirname(folder) : folder;
};

const programFiles = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && isOfProgram(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();

const isOfProgram = (name: string): boolean => /\.(ts|js)$/.test(name) && !/\.(test|suite)\.ts$/.test(name);
