import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync, cpSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const repository = join(import.meta.dirname, '../..');

export interface PlantedTree extends Disposable {
  readonly root: string;
  readonly plant: (path: string, source: string) => void;
}

/** A temporary tree with the project's packages and the given configuration files, for planting violations in. */
export function plantedTree(...configuration: readonly string[]): PlantedTree {
  const root = mkdtempSync(join(tmpdir(), 'ats-planted-'));
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'), 'junction');
  for (const file of configuration) cpSync(join(repository, file), join(root, file));
  return {
    root,
    plant: (path, source) => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), source);
    },
    [Symbol.dispose]: () => {
      rmSync(root, { recursive: true, force: true });
    },
  };
}
