/** A thread that runs one shard and tells each batch. */
import { parentPort, workerData } from 'node:worker_threads';
import { runShard, targets, type ShardOrder } from './shard.ts';

export interface ShardWork {
  readonly order: ShardOrder;
  /** The input that runs now, and by which target. */
  readonly position: Int32Array;
}

const { order, position } = workerData as ShardWork;

const reports = runShard(order, ({ index, target }) => {
  position[0] = index;
  position[1] = targets.indexOf(target);
});
for await (const report of reports) parentPort?.postMessage(report);
