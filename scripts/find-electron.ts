import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inProject } from './project-root.ts';

/**
 * Electron's program, or null where it was not downloaded. Importing the package would download it, so its marks are read:
 * `path.txt` names the program, below `dist` or below the folder in `ELECTRON_OVERRIDE_DIST_PATH`.
 */
export function findElectron(
  packageFolder: string = inProject('node_modules/electron'),
  override: string | undefined = process.env.ELECTRON_OVERRIDE_DIST_PATH,
): string | null {
  const mark = join(packageFolder, 'path.txt');
  // The mark is written when a download is complete; without it only a folder that was named is trusted.
  if (override === undefined && !existsSync(mark)) return null;
  const program = existsSync(mark) ? readFileSync(mark, 'utf8').trim() : usualProgram();
  const path = join(override ?? join(packageFolder, 'dist'), program);
  return existsSync(path) ? path : null;
}

function usualProgram(): string {
  switch (process.platform) {
    case 'win32':
      return 'electron.exe';
    case 'darwin':
      return 'Electron.app/Contents/MacOS/Electron';
    default:
      return 'electron';
  }
}
