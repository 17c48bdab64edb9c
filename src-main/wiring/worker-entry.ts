import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * The program of a worker thread: a source among the hosts where this runs from its source, else the built file beside the built hosts, into
 * one of which this file was bundled, or into a chunk below them.
 */
export function workerEntry(name: 'backup-writer' | 'import-reader' | 'run-player' | 'store-keeper'): URL {
  const here = fileURLToPath(import.meta.url);
  const folder = path.dirname(here);
  if (here.endsWith('.ts')) return pathToFileURL(path.join(folder, '..', 'hosts', `${name}.ts`));
  const beside = path.basename(folder) === 'chunks' ? path.dirname(folder) : folder;
  return pathToFileURL(path.join(beside, `${name}.js`));
}
