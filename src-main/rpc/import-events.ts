import type { Fault } from '#shared/base/fault.ts';
import type { Result } from '#shared/base/result.ts';
import type { ImportEvent, ImportProgress, ImportReport, ImportWish } from '#shared/contract/import-report.ts';
import { durationMs } from '#shared/units/duration-ms.ts';
import type { Imports } from '#main/ports/imports.ts';
import type { Timers } from '#main/ports/timers.ts';

/** More often than this nobody reads a bar of progress. */
export const progressPeriodMs = durationMs(100);

/**
 * Runs an import and tells how far it is, at most ten times a second, and what became of it. Whoever goes away meanwhile cancels it. `refuse` makes
 * an error of a fault.
 */
export async function* importEvents(
  wish: ImportWish,
  {
    imports,
    timers,
    signal,
    refuse,
  }: {
    readonly imports: Imports;
    readonly timers: Timers;
    readonly signal: AbortSignal | undefined;
    readonly refuse: (fault: Fault) => Error;
  },
): AsyncGenerator<ImportEvent, void, undefined> {
  const cancelling = new AbortController();
  const cancel = (): void => {
    cancelling.abort();
  };
  signal?.addEventListener('abort', cancel, { once: true });
  if (signal?.aborted === true) cancel();
  let newest: ImportProgress | null = null;
  const onProgress = (progress: ImportProgress): void => {
    newest = progress;
  };
  const takeNewest = (): ImportProgress | null => {
    const progress = newest;
    newest = null;
    return progress;
  };
  const ended = imports.run(wish, { onProgress, signal: cancelling.signal });
  try {
    for (;;) {
      const result = await endedWithin(ended, timers);
      const progress = takeNewest();
      if (progress !== null) yield { kind: 'progress', progress };
      if (result === null) continue;
      if (!result.ok) throw refuse(result.error);
      yield { kind: 'finished', report: result.value };
      return;
    }
  } finally {
    cancel();
  }
}

/** The end of an import, or null where it has not come within a period. */
async function endedWithin(
  ended: Promise<Result<ImportReport, Fault>>,
  timers: Timers,
): Promise<Result<ImportReport, Fault> | null> {
  using waiting = new DisposableStack();
  const period = new Promise<null>((resolve) => {
    waiting.use(
      timers.after(progressPeriodMs, () => {
        resolve(null);
      }),
    );
  });
  return await Promise.race([ended, period]);
}
