import type { VectorPartition } from '#main/ports/vector-index.ts';

/** A partition by one word, the same in every adapter: `quotes/1/H1`, `texts/local-1`. */
export const partitionKey = (partition: VectorPartition): string =>
  partition.collection === 'texts'
    ? `texts/${partition.method}`
    : `${partition.collection}/${partition.version}/${partition.timeframe}`;
