import type { TickColumns } from '#shared/market/tick-columns.ts';
import { numberAt as at } from '#main/features/columns.ts';
import type { FillTable } from '#main/fills/fill-table.ts';
import { sharedFloat64 } from './shared-float64.ts';

export type FillColumns = Omit<FillTable, 'tickValue'>;

export interface FilledByTicks {
  readonly fills: FillColumns;
  /** For each bar how many ticks stand in its place; zero where it stands itself. */
  readonly ticksOfBar: Uint32Array;
}

const minuteMs = 60_000;

/** A gap of so long or less is no hole, see find-holes.ts: a market may be quiet. */
const quietMs = 5 * minuteMs;

/**
 * Puts ticks in the place of those bars that they cover. A tick is a row of its bid, with its own spread, from its moment to the next one's or to the
 * end of its minute, whichever comes first: decisions and days close between minutes, and know the last tick then. Ticks of one millisecond are one row,
 * which opens at the first and closes at the last of them and has their extremes and their widest spread. Linear.
 */
export function fillByTicks(bars: FillColumns, ticks: TickColumns): FilledByTicks {
  const { starts, ticksOfBar } = ticksByBar(bars, ticks);
  if (ticksOfBar.every((count) => count === 0)) return { fills: bars, ticksOfBar };
  let length = 0;
  for (let bar = 0; bar < bars.length; bar++) {
    const count = at32(ticksOfBar, bar);
    length += count === 0 ? 1 : momentsIn(ticks.occurredAtUtcMs, at32(starts, bar), count);
  }
  const fills = emptyFills(length);
  let row = 0;
  for (let bar = 0; bar < bars.length; bar++) {
    const count = at32(ticksOfBar, bar);
    if (count === 0) copyBar(bars, bar, fills, row++);
    else row = writeTicks(ticks, { from: at32(starts, bar), count }, fills, row);
  }
  return { fills, ticksOfBar };
}

/** Where the ticks of each bar begin, and how many take its place. */
function ticksByBar(
  bars: FillColumns,
  { occurredAtUtcMs }: TickColumns,
): { readonly starts: Uint32Array; readonly ticksOfBar: Uint32Array } {
  const starts = new Uint32Array(bars.length);
  const counts = new Uint32Array(bars.length);
  const ticksOfBar = new Uint32Array(bars.length);
  let next = 0;
  for (let bar = 0; bar < bars.length; bar++) {
    while (at(occurredAtUtcMs, next) < at(bars.openTimeUtcMs, bar)) next++;
    starts[bar] = next;
    while (at(occurredAtUtcMs, next) < at(bars.closeTimeUtcMs, bar)) next++;
    counts[bar] = next - at32(starts, bar);
  }
  for (let bar = 0; bar < bars.length; bar++) {
    const span = { from: at32(starts, bar), count: at32(counts, bar) };
    if (isCovered(bars, bar, occurredAtUtcMs, span) && !isAtEdge(bars, bar, counts)) ticksOfBar[bar] = span.count;
  }
  return { starts, ticksOfBar };
}

interface TicksOfBar {
  readonly from: number;
  readonly count: number;
}

/** Ticks from its beginning to its end, and no hole between them. */
function isCovered(bars: FillColumns, bar: number, times: Float64Array, { from, count }: TicksOfBar): boolean {
  let known = at(bars.openTimeUtcMs, bar);
  for (let tick = from; tick < from + count; tick++) {
    if (at(times, tick) - known > quietMs) return false;
    known = at(times, tick);
  }
  return count > 0 && at(bars.closeTimeUtcMs, bar) - known <= quietMs;
}

/** A minute beside one without ticks may be the one in which they began or ended: its own ticks may be a part of it. */
function isAtEdge({ length, openTimeUtcMs, closeTimeUtcMs }: FillColumns, bar: number, counts: Uint32Array): boolean {
  const opens = at(openTimeUtcMs, bar);
  const closes = at(closeTimeUtcMs, bar);
  if (closes - opens > minuteMs) return false;
  const isBare = (beside: number): boolean => beside >= 0 && beside < length && at32(counts, beside) === 0;
  return (
    (isBare(bar - 1) && at(closeTimeUtcMs, bar - 1) === opens) ||
    (isBare(bar + 1) && at(openTimeUtcMs, bar + 1) === closes)
  );
}

function momentsIn(times: Float64Array, from: number, count: number): number {
  let moments = 1;
  for (let tick = from + 1; tick < from + count; tick++) if (at(times, tick) > at(times, tick - 1)) moments++;
  return moments;
}

function copyBar(bars: FillColumns, bar: number, fills: FillColumns, row: number): void {
  for (const name of fillColumns) fills[name][row] = at(bars[name], bar);
}

/** Answers the row after the last one. */
function writeTicks(ticks: TickColumns, { from, count }: TicksOfBar, fills: FillColumns, firstRow: number): number {
  const { openTimeUtcMs, closeTimeUtcMs, open, high, low, close, spread } = fills;
  let row = firstRow - 1;
  for (let tick = from; tick < from + count; tick++) {
    const moment = at(ticks.occurredAtUtcMs, tick);
    const bid = at(ticks.bid, tick);
    const ownSpread = at(ticks.ask, tick) - bid;
    if (tick > from && moment === at(openTimeUtcMs, row)) {
      high[row] = Math.max(at(high, row), bid);
      low[row] = Math.min(at(low, row), bid);
      spread[row] = Math.max(at(spread, row), ownSpread);
    } else {
      if (tick > from) closeTimeUtcMs[row] = Math.min(moment, at(closeTimeUtcMs, row));
      row++;
      openTimeUtcMs[row] = moment;
      closeTimeUtcMs[row] = Math.floor(moment / minuteMs) * minuteMs + minuteMs;
      open[row] = bid;
      high[row] = bid;
      low[row] = bid;
      spread[row] = ownSpread;
    }
    close[row] = bid;
  }
  return row + 1;
}

const fillColumns = ['openTimeUtcMs', 'closeTimeUtcMs', 'open', 'high', 'low', 'close', 'spread'] as const;

const emptyFills = (length: number): FillColumns => ({
  length,
  openTimeUtcMs: sharedFloat64(length),
  closeTimeUtcMs: sharedFloat64(length),
  open: sharedFloat64(length),
  high: sharedFloat64(length),
  low: sharedFloat64(length),
  close: sharedFloat64(length),
  spread: sharedFloat64(length),
});

const at32 = (counts: Uint32Array, index: number): number => counts[index] ?? 0;
