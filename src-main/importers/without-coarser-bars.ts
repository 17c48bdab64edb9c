import type { BarColumns } from '#shared/market/bar-columns.ts';
import { timeframeDurationMs, type Timeframe } from '#shared/market/timeframe.ts';
import { coarseHead } from './coarse-head.ts';
import { dailyAmongFiner } from './daily-among-finer.ts';
import type { ImportWarning } from './import-warning.ts';

export interface FinerBars {
  /** Without the bars of a coarser timeframe at the top of the file: what its clock can be told by. */
  readonly headless: BarColumns;
  /** Without those among the finer ones as well: what is taken. */
  readonly columns: BarColumns;
  readonly refused: number;
  readonly warnings: readonly ImportWarning[];
}

/** Leaves out the bars of a file that are of a coarser timeframe than the others: their figures are those of another length of time. */
export function withoutCoarserBars(all: BarColumns, timeframe: Timeframe): FinerBars {
  const lengthMs = timeframeDurationMs(timeframe);
  const head = coarseHead(all, lengthMs);
  const headless = head.timeframe === null ? all : without(all, (index) => index < head.count);
  const daily = dailyAmongFiner(headless, lengthMs);
  const isDaily = new Set(daily);
  const columns = daily.length === 0 ? headless : without(headless, (index) => isDaily.has(index));
  const at = (index: number): string => isoMinute(headless.openTimeUtcMs[index] ?? 0);
  const warnings: readonly (ImportWarning | false)[] = [
    head.timeframe !== null && {
      code: 'BARS_COARSER',
      message: `Before ${at(0)} the file holds bars of ${head.timeframe}, not ${timeframe}: ${head.count}. They were refused.`,
    },
    head.timeframe === null &&
      head.count > 0 && {
        code: 'BARS_COARSER',
        message: `Bars at the head of the file that stand too far apart for ${timeframe}: ${head.count}. They may be of a coarser timeframe; if so, cut them from the file.`,
      },
    daily.length > 0 && {
      code: 'BARS_COARSER',
      message: `From ${at(daily[0] ?? 0)} to ${at(daily.at(-1) ?? 0)} the first ${timeframe} bar of a day is the bar of the whole day: ${daily.length}. They were refused, so these days lack their first bar.`,
    },
  ];
  return {
    headless,
    columns,
    refused: all.length - columns.length,
    warnings: warnings.filter((warning) => warning !== false),
  };
}

function without(all: BarColumns, isLeftOut: (index: number) => boolean): BarColumns {
  const kept = Array.from({ length: all.length }, (_, index) => index).filter((index) => !isLeftOut(index));
  const pick = (column: Float64Array): Float64Array => Float64Array.from(kept, (index) => column[index] ?? Number.NaN);
  return {
    length: kept.length,
    openTimeUtcMs: pick(all.openTimeUtcMs),
    open: pick(all.open),
    high: pick(all.high),
    low: pick(all.low),
    close: pick(all.close),
    tickVolume: pick(all.tickVolume),
    spreadPoints: pick(all.spreadPoints),
  };
}

const isoMinute = (utcMs: number): string => `${new Date(utcMs).toISOString().slice(0, 16)}Z`;
