import type { BarAnchor } from '#shared/market/bar-series.ts';
import type { Timeframe } from '#shared/market/timeframe.ts';
import type { CollectedFile } from './collect-file.ts';
import type { OffGrid } from './detect-anchor.ts';
import type { ImportWarning } from './import-warning.ts';
import type { Refusals } from './refusals.ts';

interface Findings {
  readonly timeframe: Timeframe;
  readonly anchor: BarAnchor;
  readonly offGrid: OffGrid | null;
  readonly isConfirmed: boolean;
}

/** What there is to say about the rows of a file that could be read. */
export function describeRows(file: CollectedFile, findings: Findings): readonly ImportWarning[] {
  const { timeframe, anchor, offGrid, isConfirmed } = findings;
  const { columns, backSteps, duplicates, refusals } = file;
  const bars = columns.length;
  const withoutVolume = columns.tickVolume
    .subarray(0, bars)
    .reduce((sum, volume) => sum + Number(Number.isNaN(volume)), 0);
  const warnings: readonly (ImportWarning | false)[] = [
    backSteps > 0 && {
      code: 'ROWS_OUT_OF_ORDER',
      message: `Rows that stand after a later one: ${backSteps}. The bars were put in order.`,
    },
    duplicates > 0 && {
      code: 'ROWS_REPEATED',
      message: `Rows that repeat another row: ${duplicates}. They count once.`,
    },
    file.isLastLineUnended && {
      code: 'LAST_LINE_UNENDED',
      message: 'The last line has no line end, so the file may have been cut: the spread of its bar counts as unknown.',
    },
    !isConfirmed && {
      code: 'TIMEFRAME_UNCONFIRMED',
      message: `The spacing of the bars does not confirm that they are ${timeframe}.`,
    },
    offGrid !== null && {
      code: 'BARS_OFF_GRID',
      message: `${offGrid.count} of ${bars} bars do not open where a ${timeframe} bar anchored at ${anchor} does, from ${isoMinute(offGrid.firstUtcMs)} to ${isoMinute(offGrid.lastUtcMs)}. They are kept as they are.`,
    },
    withoutVolume > 0 && {
      code: 'VOLUME_MISSING',
      message: `${withoutVolume} of ${bars} bars have no tick volume: it counts as unknown.`,
    },
  ];
  return [...describeRefusals(refusals), ...warnings.filter((warning) => warning !== false)];
}

export const describeRefusals = (refusals: Refusals): readonly ImportWarning[] =>
  refusals.count === 0 ? [] : [{ code: 'ROWS_REFUSED', message: refusedRows(refusals) }];

function refusedRows({ count, byReason, sample }: Refusals): string {
  const reasons = Object.entries(byReason).map(([reason, rows]) => `${reason} ${rows}`);
  const lines = sample.slice(0, 5).map(({ line }) => line);
  const where =
    lines.length === 0 ? '' : ` They stand on line ${lines.join(', ')}${count > lines.length ? ', …' : ''}.`;
  return `Rows refused: ${count} (${reasons.join(', ')}).${where}`;
}

const isoMinute = (utcMs: number): string => `${new Date(utcMs).toISOString().slice(0, 16)}Z`;
