import { fault, FaultError, type Fault } from '#shared/base/fault.ts';
import { durationMs } from '#shared/units/duration-ms.ts';
import type { Timers } from '#main/ports/timers.ts';

/** How soon a stream notices that its token was revoked. */
export const admissionPeriodMs = durationMs(250);

/**
 * Events for as long as whoever listens may: where he may not any more they end with TOKEN_UNKNOWN, and silently where he goes away. `refuse` makes an
 * error of a fault.
 */
export function whileAdmitted<Event>(
  begin: (ending: AbortSignal) => AsyncGenerator<Event, void>,
  {
    isAdmitted,
    timers,
    signal,
    refuse,
  }: {
    readonly isAdmitted: () => boolean;
    readonly timers: Timers;
    readonly signal: AbortSignal | undefined;
    readonly refuse: (fault: Fault) => Error;
  },
): AsyncGenerator<Event, void> {
  const refusal = new AbortController();
  const ending = signal === undefined ? refusal.signal : AbortSignal.any([signal, refusal.signal]);
  const events = begin(ending);
  return (async function* () {
    using watching = new DisposableStack();
    watching.use(
      timers.every(admissionPeriodMs, () => {
        if (!isAdmitted()) refusal.abort(new FaultError(revoked));
      }),
    );
    try {
      yield* events;
    } catch (error) {
      throw error instanceof FaultError ? refuse(error.fault) : error;
    }
  })();
}

const revoked: Fault = fault('TOKEN_UNKNOWN', 'The token was revoked or has expired; the stream ends.');
