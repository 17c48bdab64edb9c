import { fault, FaultError, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { BarAnchor } from '#shared/market/bar-series.ts';
import type { Bar } from '#shared/market/bar.ts';
import { timeframeDurationMs, type Timeframe } from '#shared/market/timeframe.ts';
import { brokerClock, type BrokerClock } from '#shared/time/broker-clock.ts';
import type { ClockRule } from '#shared/time/clock-rule.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import { checkClock } from './check-clock.ts';
import { collectFile, type CollectedFile, type ReadProgress } from './collect-file.ts';
import { describeClockCheck } from './describe-clock-check.ts';
import { describeRows } from './describe-rows.ts';
import { detectAnchor } from './detect-anchor.ts';
import { detectTimeframe } from './detect-timeframe.ts';
import type { ImportWarning } from './import-warning.ts';
import type { Refusals } from './refusals.ts';

export interface ReadOptions {
  /** Detected where it is not given. */
  readonly timeframe?: Timeframe | undefined;
  /** The clock that the file's stamps are on. Files do not say, so a person does, and the market's week is the witness. */
  readonly clock: ClockRule;
  readonly onProgress?: ((progress: ReadProgress) => void) | undefined;
}

export interface ReadBars {
  readonly format: string;
  readonly timeframe: Timeframe;
  readonly anchor: BarAnchor;
  /** Valid, strictly increasing in time, at least one; prices digit for digit as the file has them. */
  readonly bars: readonly Bar[];
  readonly firstUtcMs: UtcMs;
  readonly lastUtcMs: UtcMs;
  /** All rows below the header: rows = bars + duplicates + refused. */
  readonly rows: number;
  readonly duplicates: number;
  readonly backSteps: number;
  readonly refused: Refusals;
  readonly warnings: readonly ImportWarning[];
}

/**
 * Reads the bars of a file, whatever known format it has, plain or gzipped. A row that is no bar is refused and reported, the others are
 * taken. Faults: those of `collectFile`, ROWS_INVALID (no row is a bar), TIMEFRAME_UNKNOWN, TIMEFRAME_MISMATCH.
 */
export async function readBars(path: string, options: ReadOptions): Promise<Result<ReadBars, Fault>> {
  const clock = brokerClock(options.clock);
  try {
    const file = await collectFile(path, clock, options.onProgress ?? (() => undefined));
    return examine({ path, file, clock, given: options.timeframe ?? null });
  } catch (error) {
    if (error instanceof FaultError) return err(error.fault);
    throw error;
  }
}

interface Examined {
  readonly path: string;
  readonly file: CollectedFile;
  readonly clock: BrokerClock;
  readonly given: Timeframe | null;
}

function examine({ path, file, clock, given }: Examined): Result<ReadBars, Fault> {
  const { bars, rows, duplicates, backSteps, refusals: refused } = file;
  const [first] = bars;
  const last = bars.at(-1);
  if (first === undefined || last === undefined) return err(withoutBars(path, refused));
  const detected = detectTimeframe(bars);
  const timeframe = given ?? detected;
  if (timeframe === null) return err(unknownTimeframe(path));
  if (detected !== null && detected !== timeframe) return err(otherTimeframe(path, timeframe, detected));
  const lengthMs = timeframeDurationMs(timeframe);
  const { anchor, offGrid } = detectAnchor(bars, timeframe, clock.rule);
  const clockWarning = describeClockCheck(checkClock(bars, lengthMs, clock), lengthMs);
  return ok({
    format: file.format,
    timeframe,
    anchor,
    bars,
    firstUtcMs: first.openTimeUtcMs,
    lastUtcMs: last.openTimeUtcMs,
    rows,
    duplicates,
    backSteps,
    refused,
    warnings: [
      ...(clockWarning === null ? [] : [clockWarning]),
      ...describeRows(file, { timeframe, anchor, offGrid, isConfirmed: detected !== null }),
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
