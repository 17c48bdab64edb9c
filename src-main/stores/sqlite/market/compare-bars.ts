import { assertDefined } from '#shared/base/assert.ts';
import type { Bar } from '#shared/market/bar.ts';
import type { BarColumns } from '#shared/market/bar-columns.ts';
import type { ReadableDb, SqlValue } from '../readable-db.ts';
import { barOfTuple, selectBarTuples } from './bar-rows.ts';

export interface RowSpan {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

export interface BarsCompared {
  /** Indexes of rows whose time is not stored. */
  readonly fresh: readonly number[];
  readonly duplicates: number;
  readonly differing: readonly { readonly index: number; readonly stored: Bar }[];
}

/**
 * Holds rows of strictly increasing times against what is stored, in one pass over both: one question to the database, however many rows
 * are stored already.
 */
export function compareBars(
  db: ReadableDb,
  rows: { readonly seriesId: number; readonly offered: BarColumns; readonly span: RowSpan },
): BarsCompared {
  const { seriesId, offered } = rows;
  const { from, to } = rows.span;
  const timeAt = (index: number): number => assertDefined(offered.openTimeUtcMs[index], 'the columns reach so far');
  const stored = selectBarTuples(db, { seriesId, fromUtcMs: timeAt(from), throughUtcMs: timeAt(to - 1) });
  const fresh: number[] = [];
  const differing: { readonly index: number; readonly stored: Bar }[] = [];
  let next = 0;
  for (let index = from; index < to; index++) {
    const time = timeAt(index);
    while (timeOf(stored[next]) < time) next++;
    const known = stored[next];
    if (known === undefined || timeOf(known) > time) fresh.push(index);
    else if (!saysTheSame(known, offered, index)) differing.push({ index, stored: barOfTuple(known) });
  }
  return { fresh, duplicates: to - from - fresh.length - differing.length, differing };
}

/** Stretches of rows whose times strictly increase, in order: a source that repeats itself or steps back is taken in parts. */
export function* increasingSpans({ openTimeUtcMs }: BarColumns, { from, to }: RowSpan): Generator<RowSpan> {
  let start = from;
  for (let index = from + 1; index < to; index++) {
    if ((openTimeUtcMs[index] ?? NaN) > (openTimeUtcMs[index - 1] ?? NaN)) continue;
    yield { from: start, to: index };
    start = index;
  }
  if (start < to) yield { from: start, to };
}

const timeOf = (tuple: readonly SqlValue[] | undefined): number => (tuple === undefined ? Infinity : Number(tuple[0]));

const saysTheSame = (stored: readonly SqlValue[], offered: BarColumns, index: number): boolean =>
  isSamePrice(stored[1], offered.open[index]) &&
  isSamePrice(stored[2], offered.high[index]) &&
  isSamePrice(stored[3], offered.low[index]) &&
  isSamePrice(stored[4], offered.close[index]) &&
  isSameCount(stored[5], offered.tickVolume[index]) &&
  isSameCount(stored[6], offered.spreadPoints[index]);

/** Far below the smallest tick of any instrument, and far above the noise of a computed price. */
const priceToleranceRatio = 1e-9;

const isSamePrice = (stored: SqlValue | undefined, offered: number | undefined): boolean =>
  Math.abs(Number(stored) - Number(offered)) <= priceToleranceRatio * Number(stored);

/** NULL and NaN are both "unknown". */
const isSameCount = (stored: SqlValue | undefined, offered: number | undefined): boolean =>
  stored === null ? Number.isNaN(offered) : stored === offered;
