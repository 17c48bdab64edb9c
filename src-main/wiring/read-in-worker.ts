import type { FileReader } from '#main/importers/file-reader.ts';
import { workerReader } from '#main/importers/reader-worker.ts';
import { workerEntry } from './worker-entry.ts';

/** Reads files that are to be imported in a thread beside the engine's. */
export const readInWorker = (): FileReader => workerReader(workerEntry('import-reader'));

export { serveReader } from '#main/importers/reader-worker.ts';
