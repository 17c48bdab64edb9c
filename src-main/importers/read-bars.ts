import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { BarAnchor } from '#shared/market/bar-series.ts';
import type { BarColumns } from '#shared/market/bar-columns.ts';
import { timeframeDurationMs, type Timeframe } from '#shared/market/timeframe.ts';
import { brokerClock } from '#shared/time/broker-clock.ts';
import type { ClockRule } from '#shared/time/clock-rule.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import { checkClock, type ClockCheck } from './check-clock.ts';
import { checkScale } from './check-scale.ts';
import { checkSpreadUnit } from './check-spread-unit.ts';
import { describeAssumedClock } from './choose-clock.ts';
import { collectFile, type CollectedFile } from './collect-file.ts';
import { describeClockCheck } from './describe-clock-check.ts';
import { describeRows } from './describe-rows.ts';
import { detectAnchor } from './detect-anchor.ts';
import { detectTimeframe } from './detect-timeframe.ts';
import type { BarFormat } from './file-format.ts';
import type { TableReading } from './file-reading.ts';
import type { ImportWarning } from './import-warning.ts';
import { findHoles, type FoundHoles } from './find-holes.ts';
import type { HeadedFile } from './read-head.ts';
import { withRefused, type Refusals } from './refusals.ts';
import { withoutCoarserBars } from './without-coarser-bars.ts';

export interface ReadBars {
  readonly yields: 'bars';
  readonly format: string;
  readonly timeframe: Timeframe;
  readonly anchor: BarAnchor;
  /** The clock that the stamps were read by, and what the market's week says of it. */
  readonly clock: { readonly rule: ClockRule; readonly verdict: ClockCheck['verdict'] };
  /** Valid, strictly increasing in time, at least one, no longer than they count; prices digit for digit as the file has them. */
  readonly columns: BarColumns;
  readonly firstUtcMs: UtcMs;
  readonly lastUtcMs: UtcMs;
  /** All rows below the header: rows = bars + duplicates + refused. */
  readonly rows: number;
  readonly duplicates: number;
  readonly backSteps: number;
  /** Null where they cannot be told: by a clock that does not fit every hole would be one. */
  readonly holes: FoundHoles | null;
  readonly refused: Refusals;
  readonly warnings: readonly ImportWarning[];
}

/**
 * Reads the bars of a file that has a known format. A row that is no bar is refused and reported, the others are taken. Throws FaultError as
 * `collectFile` does. Faults: ROWS_INVALID (no row is a bar), TIMEFRAME_UNKNOWN, TIMEFRAME_MISMATCH, SCALE_UNFIT.
 */
export async function readBarTable(
  headed: HeadedFile,
  format: BarFormat,
  reading: TableReading,
): Promise<Result<ReadBars, Fault>> {
  const { path, rule, scale, onProgress } = reading;
  const file = await collectFile(headed, { path, format, clock: brokerClock(rule), scale, onProgress });
  return examine(file, format, reading);
}

function examine(
  file: CollectedFile,
  format: BarFormat,
  { path, rule, clock: chosenClock, timeframe: given, symbol, point, referencePrice }: TableReading,
): Result<ReadBars, Fault> {
  const { rows, duplicates, backSteps, columns: all } = file;
  if (all.length === 0) return err(withoutBars(path, file.refusals));
  const detected = detectTimeframe(all.openTimeUtcMs);
  const timeframe = given ?? detected;
  if (timeframe === null) return err(unknownTimeframe(path));
  if (detected !== null && detected !== timeframe) return err(otherTimeframe(path, timeframe, detected));
  const scale = checkScale({ closes: all.close, symbol, point, referencePrice });
  if (!scale.ok) return scale;
  const { headless, columns, refused: coarser, warnings: coarserWarnings } = withoutCoarserBars(all, timeframe);
  const { openTimeUtcMs: openTimes } = columns;
  const [firstMs] = openTimes;
  const lastMs = openTimes.at(-1);
  const refused = coarser === 0 ? file.refusals : withRefused(file.refusals, 'barCoarser', coarser);
  if (firstMs === undefined || lastMs === undefined) return err(withoutBars(path, refused));
  const lengthMs = timeframeDurationMs(timeframe);
  const { anchor, offGrid } = detectAnchor(openTimes, timeframe, rule);
  const check = checkClock(headless.openTimeUtcMs, lengthMs, brokerClock(rule));
  const clockWarning = describeClockCheck(check, lengthMs);
  const spreadWarning = checkSpreadUnit(openTimes, columns.spreadPoints);
  return ok({
    yields: 'bars',
    format: format.name,
    timeframe,
    anchor,
    clock: { rule, verdict: check.verdict },
    columns,
    firstUtcMs: utcMs(firstMs),
    lastUtcMs: utcMs(lastMs),
    rows,
    duplicates,
    backSteps,
    holes: check.verdict === 'fits' ? findHoles(openTimes, { timeframe, anchor }) : null,
    refused,
    warnings: [
      ...describeAssumedClock(format, chosenClock),
      ...(clockWarning === null ? [] : [clockWarning]),
      ...scale.value,
      ...describeRows(
        { ...file, columns, refusals: refused },
        { timeframe, anchor, offGrid, isConfirmed: detected !== null },
      ),
      ...coarserWarnings,
      ...(spreadWarning === null ? [] : [spreadWarning]),
      ...format.notes,
    ],
  });
}

const withoutBars = (path: string, refused: Refusals): Fault => {
  const [sample] = refused.sample;
  const example = sample === undefined ? '' : ` Line ${sample.line} is "${sample.text}" (${sample.reason}).`;
  return fault(
    'ROWS_INVALID',
    `None of the ${refused.count} rows of ${path} is a bar.${example} Nothing was imported.`,
    {
      path,
      refused: refused.count,
    },
  );
};

const unknownTimeframe = (path: string): Fault =>
  fault(
    'TIMEFRAME_UNKNOWN',
    `The bars of ${path} do not tell their timeframe by their spacing. Nothing was imported. Name it with --timeframe.`,
    { path },
  );

const otherTimeframe = (path: string, given: Timeframe, detected: Timeframe): Fault =>
  fault(
    'TIMEFRAME_MISMATCH',
    `${path} holds ${detected} bars by their spacing, not ${given}. Nothing was imported. Leave --timeframe out, or name another file.`,
    { path, given, detected },
  );
