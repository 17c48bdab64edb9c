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

/**
 * What may be unknown in the vectors of a partition. An unknown component is NaN and is left out of a distance: it is the root of the squares of the
 * differences that are known, times √(weight² of all ÷ weight² of the known), so that what is unknown brings nothing nearer. As the components that are
 * always known come first, a distance is never below the one over those alone.
 */
export interface VectorShape {
  /** So many components at the beginning are numbers in every vector. */
  readonly alwaysKnown: number;
  /** The sum of their squared weights. */
  readonly knownWeight: number;
  /** The squared weight of each component behind them: all that may be unknown. */
  readonly maskableWeights: readonly number[];
}

/** Null: every component of the partition is known. */
export type ShapeOf = (partition: VectorPartition) => VectorShape | null;

export interface VectorRecord {
  /** Unique in its partition. Of quotes `symbol|source|anchor|openTimeUtcMs`, else what names the record. */
  readonly id: string;
  readonly symbol: string;
  /** Before that moment nobody knew it. */
  readonly knownAtUtcMs: UtcMs;
  /** NaN is unknown, where the partition's shape lets it be. */
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
  /** Euclidean, over what is known of both (`VectorShape`). */
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
