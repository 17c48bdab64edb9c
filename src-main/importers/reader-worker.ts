import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { assert } from '#shared/base/assert.ts';
import type { Fault } from '#shared/base/fault.ts';
import type { Result } from '#shared/base/result.ts';
import type { ReadProgress } from './collect-file.ts';
import type { FileReader } from './file-reader.ts';
import type { FileReading } from './file-reading.ts';
import { readFile, type ReadFile } from './read-file.ts';

interface Task {
  readonly path: string;
  readonly reading: Omit<FileReading, 'onProgress'>;
}

type Told =
  | { readonly kind: 'progress'; readonly progress: ReadProgress }
  | { readonly kind: 'read'; readonly result: Result<ReadFile, Fault> };

/** Reads files in worker threads that run an entry which calls `serveReader`: one for each file, gone when it is read or no longer wanted. */
export const workerReader =
  (entry: URL): FileReader =>
  (path, { onProgress, ...reading }, signal) =>
    new Promise((resolve, reject) => {
      const task: Task = { path, reading };
      // Flags of the host's process are not for its workers.
      const worker = new Worker(entry, { workerData: task, execArgv: [] });
      const end = (): void => {
        signal.removeEventListener('abort', abort);
        void worker.terminate();
      };
      const abort = (): void => {
        end();
        resolve(null);
      };
      worker.on('message', (told: Told) => {
        if (told.kind === 'progress') {
          onProgress(told.progress);
          return;
        }
        end();
        resolve(told.result);
      });
      worker.on('error', (error) => {
        end();
        reject(new Error('the reader of files failed', { cause: error }));
      });
      worker.on('exit', (code) => {
        reject(new Error(`the reader of files ended with ${code}`));
      });
      if (signal.aborted) abort();
      else signal.addEventListener('abort', abort);
    });

/** The other end of `workerReader`: reads the one file that this worker was started for. */
export async function serveReader(): Promise<void> {
  assert(!isMainThread && parentPort !== null, 'files are read in a worker');
  const { path, reading } = workerData as Task;
  const port = parentPort;
  const tell = (told: Told, transferred: readonly ArrayBuffer[] = []): void => {
    port.postMessage(told, transferred);
  };
  const result = await readFile(path, {
    ...reading,
    onProgress: (progress) => {
      tell({ kind: 'progress', progress });
    },
  });
  tell({ kind: 'read', result }, result.ok ? buffersOf(result.value) : []);
}

/** Columns are handed over, not copied. */
function buffersOf(file: ReadFile): readonly ArrayBuffer[] {
  if (file.yields !== 'bars' && file.yields !== 'ticks') return [];
  return Object.values(file.columns).flatMap((column) =>
    column instanceof Float64Array && column.buffer instanceof ArrayBuffer ? [column.buffer] : [],
  );
}
