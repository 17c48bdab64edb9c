import type { ChangeFeed } from '#main/ports/projection.ts';
import type { VectorChange, VectorPartition, VectorRecord } from '#main/ports/vector-index.ts';

/** The vectors of the stores: what has changed, and what a partition holds now. Every adapter is made of them. */
export interface VectorRows extends ChangeFeed<VectorChange> {
  /** Those that hold a record, by their keys. */
  readonly partitions: () => readonly VectorPartition[];
  /**
   * All of a partition, in the order of the rows. They are read page by page as they are asked for, so a reader may pause; what has changed since it
   * began it learns from the changes.
   */
  readonly records: (partition: VectorPartition) => Iterable<VectorRecord>;
}
