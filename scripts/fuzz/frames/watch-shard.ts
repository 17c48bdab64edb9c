import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { codecInput, hexOf, targets, type BatchReport, type Finding, type ShardOrder } from './shard.ts';
import type { ShardWork } from './shard-worker.ts';
import { StuckWatch, type Position } from './stuck-watch.ts';

const lookEveryMs = 1000;

/** Runs a shard in a thread, and goes on behind an input that the thread did not leave. */
export async function watchShard(
  order: ShardOrder,
  onReport: (report: BatchReport) => void,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (let from = order.from; from < order.to;) {
    const end = await runToItsEnd({ ...order, from }, onReport);
    if (end === null) break;
    findings.push({ ...end, hex: hexOf(codecInput(order.seed, end.index)) });
    from = end.index + 1;
  }
  return findings;
}

/** Null where the shard is done. */
type End = Omit<Finding, 'hex'> | null;

function runToItsEnd(order: ShardOrder, onReport: (report: BatchReport) => void): Promise<End> {
  const position = new Int32Array(new SharedArrayBuffer(8));
  const worker = new Worker(join(import.meta.dirname, 'shard-worker.ts'), {
    workerData: { order, position } satisfies ShardWork,
  });
  const watch = new StuckWatch();
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (!watch.isStuckAt(at(position), performance.now())) return;
      resolve({ ...at(position), kind: 'hang', what: 'it does not end' });
      void worker.terminate();
    }, lookEveryMs);
    worker.on('message', onReport);
    worker.on('error', (error: Error) =>
      resolve({ ...at(position), kind: 'crash', what: `its thread died: ${error.message}` }),
    );
    worker.on('exit', () => {
      clearInterval(timer);
      resolve(null);
    });
  });
}

function at([index = 0, target = 0]: Int32Array): Position {
  return { index, target: targets[target] ?? 'codecs' };
}
