import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ProgramPlace } from './source/read-program.ts';

export interface PlantedProgram extends Disposable, ProgramPlace {
  readonly root: string;
}

/** The program whose path ends with `.mq5`, or the only file, with all the others, in a temporary folder. */
export function plantProgram(files: Readonly<Record<string, string>>): PlantedProgram {
  const root = mkdtempSync(join(tmpdir(), 'ats-mql5-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const paths = Object.keys(files);
  const entry = paths.find((path) => path.endsWith('.mq5')) ?? paths[0] ?? '';
  return {
    root,
    path: join(root, entry),
    includeFolder: join(root, 'Include'),
    [Symbol.dispose]: () => {
      rmSync(root, { recursive: true, force: true });
    },
  };
}
