import type { VectorIndex } from '#main/ports/vector-index.ts';
import { partitionKey } from './partition-key.ts';
import { beginSlices, type TurnsOfTheLoop } from './slices.ts';
import type { VectorRows } from './vector-rows.ts';

/** By how many rows the partitions of an index differ at least from those of the store. The store's are counted one by one, in slices. */
export async function countDifference(
  index: Pick<VectorIndex, 'partitions' | 'count'>,
  rows: Pick<VectorRows, 'partitions' | 'records'>,
  turns: TurnsOfTheLoop,
): Promise<number> {
  const counts = new Map<string, number>();
  for (const partition of await index.partitions()) counts.set(partitionKey(partition), await index.count(partition));
  const slices = beginSlices(turns);
  for (const partition of rows.partitions()) {
    const key = partitionKey(partition);
    let left = counts.get(key) ?? 0;
    const records = rows.records(partition)[Symbol.iterator]();
    while (records.next().done !== true) {
      left -= 1;
      if (slices.isOver()) await slices.turn();
    }
    counts.set(key, left);
  }
  return [...counts.values()].reduce((sum, left) => sum + Math.abs(left), 0);
}
