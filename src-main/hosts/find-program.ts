import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';

/**
 * A program by its name, in the folders of the PATH, or null. Those of npm's packages are left out: npm puts them first, and what they hold beside
 * a cockpit that it started is not what a person has installed.
 */
export function findProgram(name: string, searched: string | undefined): string | null {
  const folders = (searched ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const own = folders.filter((folder) => !folder.split(path.sep).includes('node_modules'));
  return own.map((folder) => path.join(folder, name)).find(isProgram) ?? null;
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    // It is not there, or not for us: the next folder may have one.
    return false;
  }
}
