import type { Fault } from '#shared/base/fault.ts';
import type { Result } from '#shared/base/result.ts';
import { durationMs } from '#shared/units/duration-ms.ts';
import type { Timers } from '#main/ports/timers.ts';

/** More often than this nobody reads a bar of progress. */
export const progressPeriodMs = durationMs(100);

/** How a long run is watched, and how its watcher ends it. */
export interface RunWatch<Progress> {
  readonly onProgress: (progress: Progress) => void;
  readonly signal: AbortSignal;
}

/**
 * Runs something long (an import, a rebuild) and tells the newest of how far it is, at most ten times a second, and what became of it. Whoever goes
 * away meanwhile cancels it. `refuse` makes an error of a fault.
 */
export async function* runEvents<Progress, Report>(
  run: (watch: RunWatch<Progress>) => Promise<Result<Report, Fault>>,
  {
    timers,
    signal,
    refuse,
  }: {
    readonly timers: Timers;
    readonly signal: AbortSignal | undefined;
    readonly refuse: (fault: Fault) => Error;
  },
): AsyncGenerator<Progress | { readonly kind: 'finished'; readonly report: Report }, void, undefined> {
  const cancelling = new AbortController();
  const cancel = (): void => {
    cancelling.abort();
  };
  signal?.addEventListener('abort', cancel, { once: true });
  if (signal?.aborted === true) cancel();
  let newest: Progress | null = null;
  const onProgress = (progress: Progress): void => {
    newest = progress;
  };
  const takeNewest = (): Progress | null => {
    const progress = newest;
    newest = null;
    return progress;
  };
  const ended = run({ onProgress, signal: cancelling.signal });
  try {
    for (;;) {
      const result = await endedWithin(ended, timers);
      const progress = takeNewest();
      if (progress !== null) yield progress;
      if (result === null) continue;
      if (!result.ok) throw refuse(result.error);
      yield { kind: 'finished', report: result.value };
      return;
    }
  } finally {
    cancel();
  }
}

/** The end of a run, or null where it has not come within a period. */
async function endedWithin<Report>(
  ended: Promise<Result<Report, Fault>>,
  timers: Timers,
): Promise<Result<Report, Fault> | null> {
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
