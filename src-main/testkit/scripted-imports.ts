import { fault, type Fault } from '#shared/base/fault.ts';
import { err, type Result } from '#shared/base/result.ts';
import type { ImportReport, ImportWish } from '#shared/contract/import-report.ts';
import type { Imports } from '#main/ports/imports.ts';

type Watch = Parameters<Imports['run']>[1];

/** Imports that a test ends by hand; one that was not begun by it is refused. */
export interface ScriptedImports extends Imports {
  readonly wishes: readonly ImportWish[];
  /** Of the one that runs. */
  readonly watch: () => Watch;
  readonly end: (result: Result<ImportReport, Fault>) => void;
}

export function createScriptedImports(): ScriptedImports {
  const wishes: ImportWish[] = [];
  let running: { readonly watch: Watch; readonly end: ScriptedImports['end'] } | null = null;
  const theRunning = (): NonNullable<typeof running> => {
    if (running === null) throw new Error('no import runs');
    return running;
  };
  return {
    run: (wish, watch) => {
      if (running !== null) return Promise.resolve(err(fault('IMPORT_RUNNING', 'Another import runs.')));
      wishes.push(wish);
      return new Promise((resolve) => {
        running = {
          watch,
          end: (result) => {
            running = null;
            resolve(result);
          },
        };
        watch.signal.addEventListener('abort', () => running?.end(err(fault('IMPORT_CANCELLED', 'It was cancelled.'))));
      });
    },
    wishes,
    watch: () => theRunning().watch,
    end: (result) => {
      theRunning().end(result);
    },
  };
}
