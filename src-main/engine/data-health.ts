import type { Fault } from '#shared/base/fault.ts';
import type { FaultCode } from '#shared/base/fault-codes.ts';
import type { ProjectionHealth } from '#shared/contract/memory.ts';

/** Who answers of what is made of the stores, who should, and why it is another. */
export interface ProjectionRung extends Pick<ProjectionHealth, 'name' | 'adapter' | 'wanted' | 'deadLetters'> {
  readonly faultCode: FaultCode | null;
}

/** Whether market data can be stored, where bars are missing that the market's hours let expect, and who answers for memory. */
export interface DataHealth {
  /** Null where all that comes is stored. */
  readonly storeFault: Fault | null;
  /** For example 'XAUUSD M1', each once. */
  readonly seriesWithHoles: readonly string[];
  readonly projections: readonly ProjectionRung[];
}

export const allInOrder: DataHealth = { storeFault: null, seriesWithHoles: [], projections: [] };
