import type { BarAnchor } from '#shared/market/bar-series.ts';
import { timeframeDurationMs, type Timeframe } from '#shared/market/timeframe.ts';
import type { CollectedFile } from './collect-file.ts';
import type { ImportWarning } from './import-warning.ts';
import type { Refusals } from './refusals.ts';

const hourMs = 3_600_000;
/** Bars at the head of a file that stand so many times their length apart, and less than a week's end, are of a coarser timeframe. */
const coarserRatioMin = 5;
const weekEndMs = 40 * hourMs;

interface Findings {
  readonly timeframe: Timeframe;
  readonly anchor: BarAnchor;
  readonly offGrid: number;
  readonly isConfirmed: boolean;
}

/** What there is to say about the rows of a file that could be read. */
export function describeRows(file: CollectedFile, findings: Findings): readonly ImportWarning[] {
  const { timeframe, anchor, offGrid, isConfirmed } = findings;
  const { columns, backSteps, duplicates, refusals } = file;
  const bars = columns.length;
  const coarser = coarserBars(columns.openTimeUtcMs.subarray(0, bars), timeframeDurationMs(timeframe));
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
    offGrid > 0 && {
      code: 'BARS_OFF_GRID',
      message: `${offGrid} of ${bars} bars do not open where a ${timeframe} bar anchored at ${anchor} does.`,
    },
    coarser > 0 && {
      code: 'BARS_COARSER',
      message: `Bars at the head of the file that stand too far apart for ${timeframe}: ${coarser}. They seem to be of a coarser timeframe; if so, cut them from the file.`,
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
  return `Rows refused: ${count} (${reasons.join(', ')}). They stand on line ${lines.join(', ')}${count > lines.length ? ', …' : ''}.`;
}

/** How many bars at the head stand apart like those of a coarser timeframe, before the first two that stand as they should. */
function coarserBars(openTimesUtcMs: Float64Array, lengthMs: number): number {
  let isCoarser = false;
  for (const [index, openMs] of openTimesUtcMs.entries()) {
    const nextMs = openTimesUtcMs[index + 1];
    if (nextMs === undefined) return 0;
    const spacingMs = nextMs - openMs;
    if (spacingMs < coarserRatioMin * lengthMs) return isCoarser ? index : 0;
    if (spacingMs < weekEndMs) isCoarser = true;
  }
  return 0;
}
