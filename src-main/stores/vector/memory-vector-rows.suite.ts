import type { VectorChange, VectorPartition } from '#main/ports/vector-index.ts';
import { partitionKey } from './partition-key.ts';
import type { VectorRows } from './vector-rows.ts';

/** Vectors of a test, which changes them by hand. */
export interface MemoryVectorRows extends VectorRows {
  /** Each gets the next revision, whatever its own is. */
  readonly apply: (changes: readonly VectorChange[]) => void;
  /** Drops all of it, and begins a new life. */
  readonly clear: () => void;
}

/** As the file keeps them: of each record its last change, in the order of their revisions. */
export function createMemoryVectorRows(): MemoryVectorRows {
  let life = 1;
  let newest = 0;
  const changes = new Map<string, VectorChange>();
  const partitions = new Map<string, VectorPartition>();
  const putsOf = (partition: VectorPartition) =>
    [...changes.values()]
      .filter((it) => it.kind === 'put' && partitionKey(it.partition) === partitionKey(partition))
      .flatMap((it) => (it.kind === 'put' ? [it.record] : []));
  return {
    apply: (said) => {
      for (const change of said) {
        const key = JSON.stringify([
          partitionKey(change.partition),
          change.kind === 'put' ? change.record.id : change.id,
        ]);
        changes.delete(key);
        changes.set(key, { ...change, revision: ++newest });
        partitions.set(partitionKey(change.partition), change.partition);
      }
    },
    clear: () => {
      life += 1;
      newest = 0;
      changes.clear();
      partitions.clear();
    },
    epoch: () => `life ${life}`,
    newest: () => newest,
    depth: (revision) => [...changes.values()].filter((it) => it.revision > revision).length,
    after: (revision, limit) => [...changes.values()].filter((it) => it.revision > revision).slice(0, limit),
    partitions: () => [...partitions.values()].filter((it) => putsOf(it).length > 0),
    records: (partition) => putsOf(partition),
  };
}
