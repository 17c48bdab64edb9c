import { emptyBarColumns, type BarColumns } from '#shared/market/bar-columns.ts';

/** Columns that are this much longer than they need be are not worth a copy. */
const roomRatioMax = 1.25;

/** Figures of a bar, NaN where volume or spread is unknown. One object is filled again for each row. */
export interface BarFigures {
  open: number;
  high: number;
  low: number;
  close: number;
  tickVolume: number;
  spreadPoints: number;
}

export interface GrowingBars {
  /** The columns as they stand; those of an earlier call are stale after a `push`. */
  readonly columns: () => BarColumns;
  readonly push: (openTimeUtcMs: number, figures: BarFigures) => void;
}

/** Columns that grow by doubling beyond the rows that were expected, so that no row costs an object. */
export function growingBars(rowsExpected = 4096): GrowingBars {
  let columns = emptyBarColumns(Math.max(1, rowsExpected));
  const push = (openTimeUtcMs: number, figures: BarFigures): void => {
    if (columns.length === columns.openTimeUtcMs.length) columns = grown(columns);
    const at = columns.length++;
    columns.openTimeUtcMs[at] = openTimeUtcMs;
    columns.open[at] = figures.open;
    columns.high[at] = figures.high;
    columns.low[at] = figures.low;
    columns.close[at] = figures.close;
    columns.tickVolume[at] = figures.tickVolume;
    columns.spreadPoints[at] = figures.spreadPoints;
  };
  return { columns: () => columns, push };
}

function grown(columns: BarColumns): BarColumns & { length: number } {
  const wider = emptyBarColumns(columns.length * 2);
  wider.length = columns.length;
  for (const name of columnNames) wider[name].set(columns[name]);
  return wider;
}

const columnNames = ['openTimeUtcMs', 'open', 'high', 'low', 'close', 'tickVolume', 'spreadPoints'] as const;

/** The columns without the room behind them. */
export function exactColumns(columns: BarColumns): BarColumns {
  const isRoomy = columns.openTimeUtcMs.length > columns.length * roomRatioMax;
  const cut = (name: (typeof columnNames)[number]): Float64Array =>
    isRoomy ? columns[name].slice(0, columns.length) : columns[name].subarray(0, columns.length);
  return {
    length: columns.length,
    openTimeUtcMs: cut('openTimeUtcMs'),
    open: cut('open'),
    high: cut('high'),
    low: cut('low'),
    close: cut('close'),
    tickVolume: cut('tickVolume'),
    spreadPoints: cut('spreadPoints'),
  };
}
