import type { Column } from '#main/features/columns.ts';

/** The bars that every strategy's columns begin with. Prices are bid prices; all columns are of one length. */
export interface BarColumns {
  readonly openTimeUtcMs: Column;
  readonly high: Column;
  readonly low: Column;
  readonly close: Column;
}
