import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { assert } from '#shared/base/assert.ts';
import type { Fault } from '#shared/base/fault.ts';
import type { Result } from '#shared/base/result.ts';
import type { Rng } from '#main/ports/rng.ts';
import { createManualClock, type ManualClock } from '#main/testkit/manual-clock.ts';
import { createRecordingLogger, type RecordedLine } from '#main/testkit/recording-logger.ts';
import { dataFolderAt, type DataFolder } from './data-folder/data-folder.ts';
import type { StoreContext } from './sqlite/open-database.ts';

/** A data folder of a test, with the hand-driven clocks and the logger that its stores are opened with. */
export interface TemporaryStores extends Disposable {
  readonly folder: DataFolder;
  readonly clock: ManualClock;
  readonly lines: readonly RecordedLine[];
  readonly context: StoreContext & { readonly rng: Rng };
}

export const systemRng: Rng = { bytes: (length) => randomBytes(length) };

export function temporaryStores(folderPath?: string): TemporaryStores {
  const folder = dataFolderAt(folderPath ?? mkdtempSync(path.join(tmpdir(), 'ats stores-')));
  const clock = createManualClock();
  const { logger, lines } = createRecordingLogger();
  return {
    folder,
    clock,
    lines,
    context: { wallClock: clock.wall, monotonicClock: clock.monotonic, logger, rng: systemRng },
    [Symbol.dispose]: () => rmSync(folder.path, { recursive: true, force: true }),
  };
}

/** The value of an outcome that the test takes for granted. */
export function valueOf<T>(result: Result<T, Fault>): T {
  assert(result.ok, () => `expected a value, got ${result.ok ? '' : result.error.message}`);
  return result.value;
}
