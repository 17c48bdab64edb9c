import type { BarColumns } from '#shared/market/bar-columns.ts';
import { isBrokerStamp, type BrokerClock } from '#shared/time/broker-clock.ts';
import { checkRow } from './check-row.ts';
import type { RawBar, RowParser } from './file-format.ts';
import type { RefusalReason } from './refusal-reason.ts';
import { exactColumns, growingBars, type BarFigures } from './growing-bars.ts';
import { lateBars } from './late-bars.ts';
import { refusalLedger, type Refusals } from './refusals.ts';
import { scalePrice } from './scale-price.ts';

export interface CollectedBars {
  /** Strictly increasing, and no longer than they count. */
  readonly columns: BarColumns;
  readonly rows: number;
  /** Rows that say again what another row of the file says. */
  readonly duplicates: number;
  /** Rows that stand after a later one. */
  readonly backSteps: number;
  readonly refusals: Refusals;
}

/** A row as it is read of bytes: its stamp on the file's clock, NaN where volume or spread is unknown. */
export interface RowFigures extends BarFigures {
  stampMs: number;
}

export interface BarCollector {
  readonly take: (line: string) => void;
  /** Takes the common row without its text: sound, and later than all before it. False where it is another; nothing is counted then. */
  readonly takeSound: (row: RowFigures) => boolean;
  /** The last line has no line end. It is taken if it is a row; its last field may have been cut and counts as unknown. */
  readonly takeUnended: (line: string) => void;
  readonly rows: () => number;
  readonly finish: () => CollectedBars;
}

export interface BarReading {
  readonly parse: RowParser;
  readonly clock: BrokerClock;
  /** What the file's prices are multiplied by; 1 for nearly all. */
  readonly scale: number;
  readonly headerLines: number;
  /** About how many rows there will be. */
  readonly rowsExpected: number;
}

/**
 * Turns rows into bars in order of time. Nearly all files are in order, so a row that comes late is set aside and merged at the end: the
 * common row costs one comparison.
 */
export function barCollector({ parse, clock, scale, headerLines, rowsExpected }: BarReading): BarCollector {
  const inOrder = growingBars(rowsExpected);
  const late = lateBars(inOrder.columns);
  const refusals = refusalLedger();
  let line = headerLines;
  let rows = 0;
  let duplicates = 0;
  let latestMs = -Infinity;
  let previousMs = -Infinity;
  let backSteps = 0;

  const verdictOn = (row: RawBar): RefusalReason | null => {
    const scaled = scale === 1 ? row : scaledRow(row, scale);
    const reason = checkRow(scaled);
    if (reason !== null) return reason;
    const openTimeUtcMs = clock.toUtc(row.stampMs);
    const figures = {
      ...scaled,
      tickVolume: row.tickVolume ?? Number.NaN,
      spreadPoints: row.spreadPoints ?? Number.NaN,
    };
    if (openTimeUtcMs < previousMs) backSteps += 1;
    previousMs = openTimeUtcMs;
    if (openTimeUtcMs > latestMs) {
      inOrder.push(openTimeUtcMs, figures);
      latestMs = openTimeUtcMs;
      return null;
    }
    const verdict = late.add(openTimeUtcMs, figures);
    if (verdict === 'duplicate') duplicates += 1;
    return verdict === 'contradiction' ? 'stampRepeated' : null;
  };

  const takeLine = (text: string, judge: (row: ReturnType<RowParser>) => RefusalReason | null): void => {
    line += 1;
    if (text === '') return;
    rows += 1;
    const reason = judge(parse(text));
    if (reason !== null) refusals.add({ line, reason, text });
  };

  return {
    take: (text) => {
      takeLine(text, (row) => {
        if (row === null) return 'rowMalformed';
        return row === 'marketClosed' ? row : verdictOn(row);
      });
    },
    takeUnended: (text) => {
      takeLine(text, (row) => {
        if (row === null) return 'rowCut';
        return row === 'marketClosed' ? row : verdictOn({ ...row, spreadPoints: null });
      });
    },
    takeSound: (row) => {
      if (scale !== 1 || !isSound(row)) return false;
      const openTimeUtcMs = clock.toUtc(row.stampMs);
      if (openTimeUtcMs <= latestMs) return false;
      inOrder.push(openTimeUtcMs, row);
      latestMs = openTimeUtcMs;
      previousMs = openTimeUtcMs;
      line += 1;
      rows += 1;
      return true;
    },
    rows: () => rows,
    finish: () => ({ columns: exactColumns(late.merged()), rows, duplicates, backSteps, refusals: refusals.summary() }),
  };
}

const scaledRow = (row: RawBar, scale: number): RawBar => ({
  ...row,
  open: scalePrice(row.open, scale),
  high: scalePrice(row.high, scale),
  low: scalePrice(row.low, scale),
  close: scalePrice(row.close, scale),
});

/** What `checkRow` lets pass, for rows whose figures are decimal numbers and so finite. */
const isSound = ({ stampMs, open, high, low, close }: RowFigures): boolean =>
  low > 0 && low <= open && low <= close && high >= open && high >= close && isBrokerStamp(stampMs);
