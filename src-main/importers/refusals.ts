import type { RefusalReason } from './refusal-reason.ts';

/** Rows kept to be shown. The others are counted. */
const sampleMax = 20;
const textMax = 160;

export interface RefusedRow {
  /** Counted from 1, the header included. */
  readonly line: number;
  readonly reason: RefusalReason;
  readonly text: string;
}

export interface Refusals {
  readonly count: number;
  readonly byReason: Readonly<Partial<Record<RefusalReason, number>>>;
  /** The first ones, at most twenty. */
  readonly sample: readonly RefusedRow[];
}

/** Counts what is not taken, by reason, and keeps a bounded sample. */
export function refusalLedger(): { readonly add: (row: RefusedRow) => void; readonly summary: () => Refusals } {
  let count = 0;
  const byReason: Partial<Record<RefusalReason, number>> = {};
  const sample: RefusedRow[] = [];
  return {
    add: ({ line, reason, text }) => {
      count += 1;
      byReason[reason] = (byReason[reason] ?? 0) + 1;
      if (sample.length < sampleMax) sample.push({ line, reason, text: text.slice(0, textMax) });
    },
    summary: () => ({ count, byReason, sample }),
  };
}

/** With rows more that were refused after the file was read as a whole, by what stands in them together. */
export const withRefused = (refusals: Refusals, reason: RefusalReason, rows: number): Refusals => ({
  count: refusals.count + rows,
  byReason: { ...refusals.byReason, [reason]: (refusals.byReason[reason] ?? 0) + rows },
  sample: refusals.sample,
});
