import type { BarDisagreement, BarsAppended, BarStore } from '#main/ports/bar-store.ts';
import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { barSeriesSchema, terminalSource, type BarAnchor, type BarSeries } from '#shared/market/bar-series.ts';
import type { Timeframe } from '#shared/market/timeframe.ts';
import type { ClockRule } from '#shared/time/clock-rule.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { ReadProgress } from './collect-file.ts';
import type { ImportWarning } from './import-warning.ts';
import { barsBetween } from '#shared/market/bar-columns.ts';
import type { ReadBars } from './read-bars.ts';
import { readFile } from './read-file.ts';
import type { Refusals } from './refusals.ts';

const disagreementsShownMax = 20;

export interface ImportRequest {
  readonly path: string;
  readonly symbol: string;
  /** Detected where it is not given. */
  readonly timeframe?: Timeframe | undefined;
  readonly clock: ClockRule;
  readonly source: string;
  readonly barStore: Pick<BarStore, 'append'>;
  readonly onProgress?: ((progress: ReadProgress) => void) | undefined;
}

/** read = inserted + duplicates + disagreements + refused. */
export interface ImportReport {
  readonly symbol: string;
  readonly timeframe: Timeframe;
  readonly anchor: BarAnchor;
  readonly source: string;
  readonly format: string;
  /** Rows of the file below its header. */
  readonly read: number;
  readonly inserted: number;
  /** Rows that repeat another row of the file, or a bar that is stored already. */
  readonly duplicates: number;
  readonly refused: Refusals;
  /** Bars that the store holds with other figures, from the same source. Those stay; the first are shown. */
  readonly disagreements: { readonly count: number; readonly sample: readonly BarDisagreement[] };
  readonly backSteps: number;
  /** Open times of the file's first and last bar. */
  readonly firstUtcMs: UtcMs;
  readonly lastUtcMs: UtcMs;
  readonly warnings: readonly ImportWarning[];
}

/**
 * Reads a file and stores its bars in one transaction: after a fault nothing of it is stored. Faults: those of `readBars`, VALUE_INVALID,
 * IMPORT_FAILED (the store did not take the bars).
 */
export async function importBars(request: ImportRequest): Promise<Result<ImportReport, Fault>> {
  const invalid = invalidName(request);
  if (invalid !== null) return err(invalid);
  const file = await readFile(request.path, {
    ...{ symbol: request.symbol, clock: request.clock, timeframe: request.timeframe ?? null },
    ...{ scale: 1, point: null, referencePrice: null, onProgress: request.onProgress ?? (() => undefined) },
  });
  if (!file.ok) return file;
  if (file.value.yields !== 'bars') return err(fault('ROWS_INVALID', `${request.path} holds no bars.`, {}));
  const { timeframe, anchor } = file.value;
  const series = { symbol: request.symbol, timeframe, source: request.source, anchor };
  const appended = append(request.barStore, series, file.value);
  return appended.ok ? ok(report(series, file.value, appended.value)) : appended;
}

function invalidName({ symbol, source }: ImportRequest): Fault | null {
  if (source === terminalSource)
    return fault(
      'VALUE_INVALID',
      `The source "${terminalSource}" is kept for what the terminal itself sends. Name another.`,
      {
        source,
      },
    );
  const { success } = barSeriesSchema.safeParse({ symbol, source, timeframe: 'M1', anchor: 'hour' });
  return success ? null : fault('VALUE_INVALID', 'Symbol and source have 1 to 64 characters.', { symbol, source });
}

function append(barStore: Pick<BarStore, 'append'>, series: BarSeries, file: ReadBars): Result<BarsAppended, Fault> {
  try {
    return ok(barStore.append(series, barsBetween(file.columns, 0, file.columns.length)));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `The bars could not be stored: ${reason}. Nothing was imported, and what was stored before is untouched.`;
    return err(fault('IMPORT_FAILED', message, { symbol: series.symbol, bars: file.columns.length }));
  }
}

function report(series: BarSeries, file: ReadBars, appended: BarsAppended): ImportReport {
  const { disagreements } = appended;
  return {
    ...series,
    format: file.format,
    read: file.rows,
    inserted: appended.inserted,
    duplicates: file.duplicates + appended.duplicates,
    refused: file.refused,
    disagreements: { count: disagreements.length, sample: disagreements.slice(0, disagreementsShownMax) },
    backSteps: file.backSteps,
    firstUtcMs: file.firstUtcMs,
    lastUtcMs: file.lastUtcMs,
    warnings: [...file.warnings, ...describeDisagreements(disagreements)],
  };
}

function describeDisagreements(disagreements: readonly BarDisagreement[]): readonly ImportWarning[] {
  const [first] = disagreements;
  if (first === undefined) return [];
  const at = new Date(first.stored.openTimeUtcMs).toISOString();
  const message = `Bars that are stored with other figures from this source: ${disagreements.length}, the first at ${at}. The stored ones stay.`;
  return [{ code: 'BARS_DISAGREE', message }];
}
