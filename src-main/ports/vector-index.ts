import type { Timeframe } from '#shared/market/timeframe.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';

/**
 * Vectors that can be compared with each other. `quotes` are states of the market, `trades` and `signals` those in which they stood, each by the
 * version of the state vector and the timeframe; `texts` are words, by the method that embedded them.
 */
export type VectorPartition =
  | {
      readonly collection: 'quotes' | 'trades' | 'signals';
      readonly version: number;
      readonly timeframe: Timeframe;
    }
  | { readonly collection: 'texts'; readonly method: string };

export interface VectorRecord {
  /** Unique in its partition. Of quotes `symbol|source|anchor|openTimeUtcMs`, else what names the record. */
  readonly id: string;
  readonly symbol: string;
  /** Before that moment nobody knew it. */
  readonly knownAtUtcMs: UtcMs;
  readonly vector: Float32Array;
}

export interface VectorQuery {
  readonly partition: VectorPartition;
  readonly vector: Float32Array;
  readonly k: number;
  /** Only records that were known by then. */
  readonly asOfUtcMs: UtcMs;
  /** Only records that came to be known from then on; null is from the beginning. */
  readonly fromUtcMs: UtcMs | null;
  /** Null is all. */
  readonly symbols: readonly string[] | null;
}

export interface VectorNeighbour {
  readonly id: string;
  readonly symbol: string;
  readonly knownAtUtcMs: UtcMs;
  /** Euclidean. */
  readonly distance: number;
}

/** What can be asked of vectors, whichever adapter holds them. Throws FaultError VECTORS_UNREACHABLE or VECTORS_REFUSED. */
export interface VectorIndex {
  /** The nearest first; those at the same distance by their ids. At most k. */
  readonly search: (query: VectorQuery) => Promise<readonly VectorNeighbour[]>;
  readonly count: (partition: VectorPartition) => Promise<number>;
  readonly partitions: () => Promise<readonly VectorPartition[]>;
  /** All of a partition, by id. */
  readonly records: (partition: VectorPartition) => AsyncIterable<VectorRecord>;
}

/** One row of the stores that has changed: what it says now, or that it is no more. */
export type VectorChange = { readonly partition: VectorPartition; readonly revision: number } & (
  { readonly kind: 'put'; readonly record: VectorRecord } | { readonly kind: 'removed'; readonly id: string }
);
