import { assertDefined } from '#shared/base/assert.ts';
import { barCloses } from '#shared/market/bar-close.ts';
import { timeframeDurationMs } from '#shared/market/timeframe.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { SeriesSummary } from '#main/ports/bar-store.ts';
import type { StoredMarket } from '#main/ports/stored-market.ts';
import { RunCancelled } from '../run-cancelled.ts';
import { emptyColumns, rowsOf, type Stretch } from './stretch.ts';

export interface LoadWatch {
  readonly onRows?: (symbol: string, rows: number) => void;
  readonly isCancelled?: () => boolean;
  /** Awaited between two slices, so that nobody waits for a whole load. */
  readonly nextTurn: () => Promise<void>;
}

/** About 20 ms of reading. */
const sliceRows = 20_000;

/**
 * The bars of one series that opened in a span, straight into memory that threads share. Each slice is a read of its own: a writer beside it is never
 * held up. Throws RunCancelled.
 */
export async function loadStretch(
  market: Pick<StoredMarket, 'readColumns'>,
  wish: {
    readonly summary: SeriesSummary;
    readonly fromUtcMs: number;
    readonly toUtcMs: number;
    readonly point: number;
  },
  { onRows, isCancelled, nextTurn }: LoadWatch,
): Promise<Stretch> {
  const { series, count, firstUtcMs, lastUtcMs } = wish.summary;
  const span = {
    series,
    fromUtcMs: Math.max(wish.fromUtcMs, firstUtcMs),
    toUtcMs: Math.min(wish.toUtcMs, lastUtcMs + 1),
  };
  const slots = Math.ceil((span.toUtcMs - span.fromUtcMs) / (timeframeDurationMs(series.timeframe) / 2)) + 1;
  const capacity = Math.max(0, Math.min(count, slots));
  const columns = emptyColumns(capacity);
  // The spread is read in points and turned into a difference of prices in place.
  const into = { ...columns, spreadPoints: columns.spread };
  const closeOf = barCloses(series);
  let length = 0;
  while (length < capacity) {
    if (isCancelled?.() === true) throw new RunCancelled();
    const read = market.readColumns({ ...span, limit: sliceRows }, into, length);
    for (let index = length; index < length + read; index++) {
      const opened = assertDefined(columns.openTimeUtcMs[index], 'a row that was read');
      columns.closeTimeUtcMs[index] = closeOf(utcMs(opened));
      columns.spread[index] = (columns.spread[index] ?? NaN) * wish.point;
    }
    length += read;
    if (read < sliceRows) break;
    span.fromUtcMs = assertDefined(columns.openTimeUtcMs[length - 1], 'the last row that was read') + 1;
    onRows?.(series.symbol, read);
    await nextTurn();
  }
  onRows?.(series.symbol, length % sliceRows);
  return rowsOf({ length: capacity, ...columns, series: [series], seriesOf: null }, 0, length);
}
