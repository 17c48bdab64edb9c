import type { Fault } from '#shared/base/fault.ts';

/** Whether market data can be stored, and where bars are missing that the market's hours let expect. */
export interface DataHealth {
  /** Null where all that comes is stored. */
  readonly storeFault: Fault | null;
  /** For example 'XAUUSD M1', each once. */
  readonly seriesWithHoles: readonly string[];
}

export const allInOrder: DataHealth = { storeFault: null, seriesWithHoles: [] };
