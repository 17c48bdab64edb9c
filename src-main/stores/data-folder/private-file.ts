import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/**
 * Writes a small file that only its owner may read, whole or not at all: what a reader finds is either the old text or the new one. The
 * mode says nothing on Windows, where the folder's own permissions guard it.
 */
export function writePrivateFile(filePath: string, text: string): void {
  const unfinished = `${filePath}.new`;
  rmSync(unfinished, { force: true });
  const handle = openSync(unfinished, 'wx', 0o600);
  try {
    writeFileSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(unfinished, filePath);
}

/** The text of a file, or null where there is none. */
export function readFileIfThere(filePath: string): string | null {
  try {
    return readFileSync(filePath, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
