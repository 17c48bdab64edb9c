import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { assert } from '#shared/base/assert.ts';
import { runCockpit } from './run-cockpit.ts';

/** A data folder of a test's own, in a folder that goes with it. */
export interface TemporaryFolder extends Disposable {
  readonly path: string;
  /** Where else a test may write. */
  readonly beside: string;
}

export function temporaryDataFolder(): TemporaryFolder {
  const beside = mkdtempSync(path.join(tmpdir(), 'ats-wiring-'));
  return {
    path: path.join(beside, 'cockpit'),
    beside,
    [Symbol.dispose]: () => {
      rmSync(beside, { recursive: true });
    },
  };
}

/** Runs the whole cockpit in the test's own process meanwhile; it waits for a terminal which nobody starts. */
export async function whileCockpitRuns(
  { path: folder, beside }: TemporaryFolder,
  meanwhile: () => Promise<void>,
): Promise<void> {
  await using opening = new AsyncDisposableStack();
  const rendererFolder = path.join(beside, 'renderer');
  mkdirSync(rendererFolder, { recursive: true });
  writeFileSync(path.join(rendererFolder, 'index.html'), '<!doctype html>');
  const running = await runCockpit({
    folder,
    rendererFolder,
    settings: {},
    port: 0,
    launchesTerminal: false,
    staysReducing: false,
    launcher: {
      launch: () => {
        throw new Error('this cockpit launches nothing');
      },
    },
    onFailed: () => {
      throw new Error('the engine has failed');
    },
  });
  assert(running.ok, () => JSON.stringify(running));
  opening.use(running.value);
  await meanwhile();
}
