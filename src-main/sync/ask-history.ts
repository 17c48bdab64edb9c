import { fault, type Fault } from '#shared/base/fault.ts';
import { err, type Result } from '#shared/base/result.ts';
import { durationMs } from '#shared/units/duration-ms.ts';
import { storeFault } from './fault-class.ts';
import type { OwnTimers } from './own-timers.ts';

/** An answer that brings nothing for so long is given up; longer than the bridge waits itself, which ends the session. */
export const answerStallMsMax = 150_000;

/**
 * Runs one request for history: gives it up when it stalls, turns a page that could not be stored into the fault of the store, and does not let
 * pages through that come after the end, nor, once the synchronizer is stopped, an end. Nothing is thrown into the session that brings the
 * pages, and the rest of an answer whose page could not be stored is let go.
 */
export function askHistory<Page>({
  timers,
  request,
  store,
}: {
  readonly timers: OwnTimers;
  readonly request: (onPage: (page: Page) => void) => Promise<Result<number, Fault>>;
  /** Stores a page, and answers why it is not one of this answer, or null. Throws what the store throws. */
  readonly store: (page: Page) => Fault | null;
}): Promise<Result<number, Fault>> {
  return new Promise((resolve, reject) => {
    let stall: Disposable | null = null;
    let refusal: Fault | null = null;
    let isOver = false;
    const end = (answer: Result<number, Fault>): void => {
      if (isOver || timers.isOver) return;
      isOver = true;
      stall?.[Symbol.dispose]();
      resolve(refusal === null ? answer : err(refusal));
    };
    const watch = (): void => {
      stall?.[Symbol.dispose]();
      stall = timers.after(durationMs(answerStallMsMax), () => end(err(timedOut)));
    };
    const take = (page: Page): void => {
      if (isOver || timers.isOver || refusal !== null) return;
      watch();
      try {
        refusal = store(page);
      } catch (error) {
        refusal = refusalOf(error, reject);
      }
    };
    watch();
    request(take).then(end, (error: unknown) => {
      stall?.[Symbol.dispose]();
      reject(asError(error));
    });
  });
}

/** A broken invariant ends the request by a throw of its own, not inside the session. */
function refusalOf(error: unknown, reject: (error: Error) => void): Fault | null {
  try {
    return storeFault(error);
  } catch (broken) {
    reject(asError(broken));
    return null;
  }
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

const timedOut = fault(
  'SYNC_TIMEOUT',
  `The terminal’s history service did not answer for ${answerStallMsMax / 1000} seconds. What it brought is kept, and it is asked again.`,
);
