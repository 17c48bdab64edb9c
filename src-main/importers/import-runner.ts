import path from 'node:path';
import type { JsonValue } from '#shared/base/json-value.ts';
import { fault, FaultError, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { importReportSchema, type ImportReport, type ImportWish } from '#shared/contract/import-report.ts';
import { barSeriesSchema, terminalSource, type BarSeries } from '#shared/market/bar-series.ts';
import { parseClockRule, type ClockRule } from '#shared/time/clock-rule.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { MonotonicClock, WallClock } from '#main/ports/clock.ts';
import type { ImportKey, ImportLedger, ImportRecord } from '#main/ports/import-ledger.ts';
import type { Imports } from '#main/ports/imports.ts';
import type { Logger } from '#main/ports/logger.ts';
import type { FileReader } from './file-reader.ts';
import type { FileReading } from './file-reading.ts';
import { fileHasher, type FileHasher, type HashedFile } from './hash-file.ts';
import { importReport } from './import-report.ts';
import { emptyTally, importTallySchema, type ImportTally } from './import-tally.ts';
import { inSlices } from './in-slices.ts';
import type { ReadFile } from './read-file.ts';
import { statFile } from './stat-file.ts';
import { seriesOf, storagePlan, type ImportStores } from './storage-plan.ts';

export interface ImportParts {
  readonly stores: ImportStores;
  readonly ledger: ImportLedger;
  readonly readFile: FileReader;
  readonly wallClock: WallClock;
  readonly monotonicClock: MonotonicClock;
  /** Lets everything else that waits have its turn of the loop. */
  readonly nextTurn: () => Promise<void>;
  /** Lets a store that is locked have time. */
  readonly rest: () => Promise<void>;
  readonly logger: Logger;
  /** What is known of a symbol by which prices that are multiplied are told. */
  readonly knownPrices: (symbol: string) => Pick<FileReading, 'point' | 'referencePrice'>;
  /** Bars of a series have come in, none before this moment. */
  readonly onBarsStored: (series: BarSeries, fromUtcMs: UtcMs) => void;
}

type Watch = Parameters<Imports['run']>[1];

/** What rows become changes with the program: an import that an older one left unfinished begins anew. */
const readingVersion = 1;

/**
 * Takes files in, one at a time. A file is read and checked as a whole in another thread; then its records are stored by the one writer in
 * slices, each with how far it came, so that an import that was cut off goes on where it stands, and bytes that are known are not read again.
 */
export function importRunner(parts: ImportParts): Imports {
  const hashFile = fileHasher(parts.wallClock);
  let running: string | null = null;
  return {
    run: async (wish, watch) => {
      if (running !== null) return err(alreadyRunning(running));
      running = wish.file;
      try {
        return await runImport({ ...parts, hashFile }, wish, watch);
      } catch (error) {
        if (error instanceof FaultError) return err(error.fault);
        parts.logger.error('an import failed', error, { file: wish.file });
        return err(importFailed(wish.file, error));
      } finally {
        running = null;
      }
    },
  };
}

async function runImport(
  parts: ImportParts & { readonly hashFile: FileHasher },
  wish: ImportWish,
  watch: Watch,
): Promise<Result<ImportReport, Fault>> {
  const startedMs = parts.monotonicClock.nowMs();
  const rule = wish.clock === null ? ok(null) : parseClockRule(wish.clock);
  if (!rule.ok) return rule;
  const invalid = invalidName(wish);
  if (invalid !== null) return err(invalid);
  const hashed = await parts.hashFile(wish.file);
  const key = { contentHash: hashed.contentHash, reading: readingOf(wish, rule.value) };
  const record = wish.isAgain ? null : parts.ledger.find(key);
  const known = record === null ? null : reportIn(record);
  const tookMs = (): number => parts.monotonicClock.nowMs() - startedMs;
  if (known !== null) return ok({ ...ofNothingNew(known), isKnown: true, tookMs: tookMs() });
  const file = await parts.readFile(wish.file, readingFor(parts, wish, rule.value, watch), watch.signal);
  if (file === null) return err(cancelled(wish.file, 0, 0));
  if (!file.ok) return file;
  await refuseChanged(wish.file, hashed);
  return storeFile(parts, { wish, watch, key, hashed, record, tookMs, file: file.value });
}

interface Storing {
  readonly wish: ImportWish;
  readonly watch: Watch;
  readonly key: ImportKey;
  readonly hashed: HashedFile;
  /** Of an import that was cut off, or null. */
  readonly record: ImportRecord | null;
  readonly tookMs: () => number;
  readonly file: ReadFile;
}

async function storeFile(parts: ImportParts, storing: Storing): Promise<Result<ImportReport, Fault>> {
  const { wish, watch, key, hashed, record, tookMs, file } = storing;
  const { ledger, monotonicClock: clock, nextTurn, rest, wallClock } = parts;
  const fileName = path.basename(wish.file);
  const plan = storagePlan(parts.stores, file, {
    ...{ symbol: wish.symbol, source: wish.source, fileName },
    ...{ contentHash: hashed.contentHash, importedAtUtcMs: wallClock.nowUtcMs() },
  });
  const begun = record === null ? null : tallyIn(record);
  const resumedFrom = record === null || begun === null ? 0 : record.recordsCommitted;
  let tally = begun ?? emptyTally;
  if (begun === null) {
    const { sizeBytes } = hashed;
    ledger.begin({ ...key, name: fileName, sizeBytes, startedAtUtcMs: wallClock.nowUtcMs(), body: asJson(tally) });
  }
  const { signal } = watch;
  try {
    const { records: until, endAt } = plan;
    const slicing = { from: resumedFrom, until, clock, nextTurn, rest, signal, endAt };
    const stored = await inSlices(slicing, (from, to) => {
      ledger.advance(key, () => {
        tally = plan.store(from, to, tally);
        return { recordsCommitted: to, body: asJson(tally) };
      });
      watch.onProgress({ phase: 'storing', done: to, total: plan.records, rows: to });
    });
    if (stored < plan.records) return err(cancelled(wish.file, stored, plan.records));
  } finally {
    if (file.yields === 'bars') parts.onBarsStored(seriesOf(file, wish), file.firstUtcMs);
  }
  const { symbol, source, scale } = wish;
  const { sizeBytes, contentHash } = hashed;
  const frame = { symbol, source, scale, sizeBytes, contentHash, file: fileName, tookMs: tookMs(), resumedFrom };
  const report = importReport(file, tally, frame);
  ledger.finish(key, { finishedAtUtcMs: wallClock.nowUtcMs(), body: asJson(report) });
  return ok(report);
}

const readingFor = (
  parts: ImportParts,
  { symbol, timeframe, scale }: ImportWish,
  clock: ClockRule | null,
  watch: Watch,
): FileReading => ({
  ...(symbol === null ? { point: null, referencePrice: null } : parts.knownPrices(symbol)),
  ...{ symbol, clock, timeframe, scale },
  onProgress: ({ bytesRead, bytesTotal, rows }) => {
    watch.onProgress({ phase: 'reading', done: bytesRead, total: bytesTotal, rows });
  },
});

/** All that decides what a row becomes. */
const readingOf = ({ symbol, source, timeframe, scale }: ImportWish, clock: ClockRule | null): string =>
  JSON.stringify({ version: readingVersion, symbol, source, clock, timeframe, scale });

/** What an import says whose every record is stored already. */
const ofNothingNew = (first: ImportReport): ImportReport =>
  first.kind === 'bars' ? { ...first, inserted: 0, duplicates: first.duplicates + first.inserted } : first;

/** Null where it is not finished, or was by a program whose reports had another shape. */
function reportIn({ finishedAtUtcMs, body }: ImportRecord): ImportReport | null {
  if (finishedAtUtcMs === null) return null;
  const parsed = importReportSchema.safeParse(body);
  return parsed.success ? parsed.data : null;
}

function tallyIn({ finishedAtUtcMs, body }: ImportRecord): ImportTally | null {
  if (finishedAtUtcMs !== null) return null;
  const parsed = importTallySchema.safeParse(body);
  return parsed.success ? parsed.data : null;
}

/** Both are plain figures and texts. */
const asJson = (body: ImportTally | ImportReport): JsonValue => body;

function invalidName({ symbol, source }: ImportWish): Fault | null {
  if (source === terminalSource)
    return fault(
      'VALUE_INVALID',
      `The source "${terminalSource}" is kept for what the terminal itself sends. Name another.`,
      { source },
    );
  const named = barSeriesSchema.safeParse({ symbol: symbol ?? 'none', source, timeframe: 'M1', anchor: 'hour' });
  if (named.success) return null;
  return fault('VALUE_INVALID', 'Symbol and source have 1 to 64 characters.', { symbol, source });
}

/** Its hash is not that of what was read. */
async function refuseChanged(file: string, before: HashedFile): Promise<void> {
  const now = await statFile(file);
  if (now.version === before.version) return;
  const message = `${file} was written while it was read. Nothing was imported. Try again once it is finished.`;
  throw new FaultError(fault('FILE_UNREADABLE', message, { file }));
}

const alreadyRunning = (file: string): Fault =>
  fault('IMPORT_RUNNING', `${file} is being imported. Nothing was begun. Wait for it, or cancel it.`, { file });

const cancelled = (file: string, stored: number, records: number): Fault =>
  fault(
    'IMPORT_CANCELLED',
    stored === 0
      ? `The import of ${file} was cancelled. Nothing was stored.`
      : `The import of ${file} was cancelled: ${stored} of ${records} records are stored. The same command goes on behind them.`,
    { file, stored, records },
  );

function importFailed(file: string, error: unknown): Fault {
  const reason = error instanceof Error ? error.message : String(error);
  return fault(
    'IMPORT_FAILED',
    `The import of ${file} failed: ${reason}. What is stored stays, and the same command goes on behind it.`,
    { file, reason },
  );
}
