import { fault, FaultError, type Fault } from '#shared/base/fault.ts';
import type { Result } from '#shared/base/result.ts';
import type { ImportProgress, ImportReport, ImportWish } from '#shared/contract/import-report.ts';
import { IndicatorKeeper } from '#main/memory/indicator-keeper.ts';
import type { Logger } from '#main/ports/logger.ts';
import { createImports } from './create-imports.ts';
import { followEngine } from './follow-engine.ts';
import { systemMachine } from './machine.ts';
import { nextTurn } from './next-turn.ts';
import { openDataFolder } from './open-data-folder.ts';

export interface ImportWatch {
  readonly onProgress: (progress: ImportProgress) => void;
  /** Aborted, it ends behind the slice that is being stored. */
  readonly signal: AbortSignal;
}

/**
 * Imports a file into a data folder: by the engine that runs on it, which alone writes there, or by this program where none does. The file is
 * named by its absolute path.
 */
export async function importFile(
  folder: string,
  wish: ImportWish,
  watch: ImportWatch,
): Promise<Result<ImportReport, Fault>> {
  const asked = await importByEngine(folder, wish, watch);
  if (!asked.ok) return asked;
  if (asked.value !== null) return { ok: true, value: asked.value };
  await using opening = new AsyncDisposableStack();
  const opened = await openDataFolder(folder, 'cli');
  if (!opened.ok) return opened;
  const { stores, logger } = opening.use(opened.value);
  const { bars, indicators, sync: holes, outbox } = stores.market;
  const keeper = opening.use(new IndicatorKeeper({ bars, indicators, holes, outbox, ...systemMachine, logger }));
  const imports = createImports({ stores, logger, machine: systemMachine, onBarsStored: () => undefined });
  const report = await imports.run(wish, watch);
  if (report.ok) await deriveAll(keeper, { signal: watch.signal, logger });
  return report;
}

/**
 * Indicators and states of what was stored, so that it can be found without an engine, too. What is left of it the engine takes up when it starts: a
 * store that takes no more fails no import that was stored.
 */
async function deriveAll(
  keeper: IndicatorKeeper,
  { signal, logger }: { readonly signal: AbortSignal; readonly logger: Logger },
): Promise<void> {
  try {
    keeper.start();
    while (!signal.aborted && keeper.deriveNext()) await nextTurn();
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    logger.warn('states could not be derived of what was imported, and will be by the engine', {
      code: error.fault.code,
    });
  }
}

const importByEngine = (
  folder: string,
  wish: ImportWish,
  { onProgress, signal }: ImportWatch,
): Promise<Result<ImportReport | null, Fault>> =>
  followEngine(folder, (client) => client.imports.run(wish, { signal }), {
    onProgress: ({ progress }) => onProgress(progress),
    ...{ signal, cancelled: cancelled(wish.file) },
  });

const cancelled = (file: string): Fault =>
  fault(
    'IMPORT_CANCELLED',
    `The import of ${file} was cancelled. What is stored stays; the same command goes on behind it.`,
    {
      file,
    },
  );
