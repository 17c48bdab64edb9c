import { basename } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Fault } from '#shared/base/fault.ts';
import type { Result } from '#shared/base/result.ts';
import type { ImportProgress, ImportReport, ImportWish } from '#shared/contract/import-report.ts';
import type { BarSeries } from '#shared/market/bar-series.ts';
import type { CalendarEvent } from '#shared/market/calendar-event.ts';
import type { Tick } from '#shared/market/quote.ts';
import type { BarStore } from '#main/ports/bar-store.ts';
import type { ImportedReport } from '#main/ports/report-store.ts';
import { createManualClock } from '#main/testkit/manual-clock.ts';
import { createMemoryBarStore } from '#main/testkit/memory-bar-store.ts';
import { createMemoryImportLedger } from '#main/testkit/memory-import-ledger.ts';
import { createRecordingLogger } from '#main/testkit/recording-logger.ts';
import { importRunner, type ImportParts } from './import-runner.ts';
import { readFile } from './read-file.ts';

/** Imports into memory, and shows what came of it. Files are read in the test's own thread. */
export interface MemoryImports {
  readonly run: (
    wish: Partial<ImportWish> & Pick<ImportWish, 'file'>,
    watch?: { readonly onProgress?: (progress: ImportProgress) => void; readonly signal?: AbortSignal },
  ) => Promise<Result<ImportReport, Fault>>;
  readonly bars: BarStore;
  readonly ticks: readonly Tick[];
  readonly events: readonly CalendarEvent[];
  readonly reports: readonly ImportedReport[];
  /** Names of the files that were read, whether they were taken or not. */
  readonly filesRead: readonly string[];
  readonly changedSeries: readonly BarSeries[];
}

export function importsToMemory(changes: Partial<ImportParts> = {}): MemoryImports {
  const clock = createManualClock();
  const bars = createMemoryBarStore();
  const ticks: Tick[] = [];
  const events: CalendarEvent[] = [];
  const reports: ImportedReport[] = [];
  const filesRead: string[] = [];
  const changedSeries: BarSeries[] = [];
  const imports = importRunner({
    stores: {
      bars,
      ticks: {
        fill: ({ fromUtcMs, toUtcMs, ticks: slice }) => {
          const isOutside = (tick: Tick): boolean =>
            tick.occurredAtUtcMs < fromUtcMs || tick.occurredAtUtcMs >= toUtcMs;
          ticks.splice(0, ticks.length, ...ticks.filter(isOutside), ...slice);
        },
      },
      calendar: {
        record: (span) => {
          events.push(...span.events);
          return { inserted: span.events.length, corrected: 0, removed: 0 };
        },
      },
      reports: {
        save: (report) => {
          const isNew = reports.every(({ fileHash }) => fileHash !== report.fileHash);
          if (isNew) reports.push(report);
          return isNew;
        },
      },
    },
    ledger: createMemoryImportLedger(),
    readFile: async (path, reading) => {
      filesRead.push(basename(path));
      return await readFile(path, reading);
    },
    wallClock: clock.wall,
    // Slices that take no time grow, and memory is slow at many small ones.
    monotonicClock: clock.monotonic,
    nextTurn: () => nextTurn(),
    rest: () => nextTurn(),
    logger: createRecordingLogger().logger,
    knownPrices: () => ({ point: null, referencePrice: null }),
    onBarsStored: (series) => {
      changedSeries.push(series);
    },
    ...changes,
  });
  return {
    run: (wish, { onProgress = () => undefined, signal = new AbortController().signal } = {}) =>
      imports.run({ ...plainWish, ...wish }, { onProgress, signal }),
    ...{ bars, ticks, events, reports, filesRead, changedSeries },
  };
}

const plainWish: Omit<ImportWish, 'file'> = {
  symbol: 'XAUUSD',
  source: 'import',
  clock: null,
  timeframe: null,
  scale: 1,
  isAgain: false,
};
