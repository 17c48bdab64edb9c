import { circuitBreaker, CircuitState, ConsecutiveBreaker, handleWhenResult, type IBackoff } from 'cockatiel';
import type { Fault } from '#shared/base/fault.ts';
import { err, type Result } from '#shared/base/result.ts';
import { durationMs, secondsToMs, type DurationMs } from '#shared/units/duration-ms.ts';
import type { MonotonicClock } from '#main/ports/clock.ts';

export interface RungBreaker {
  /** True: asked now, it would be refused at once. */
  readonly isPaused: () => boolean;
  /** What `attempt` comes to, or the fault given for `isPaused`, at once. */
  readonly run: <T>(attempt: () => Promise<Result<T, Fault>>, pausedFault: Fault) => Promise<Result<T, Fault>>;
}

/** So many failures, one after the other, pause a rung; then one question is let through, and its answer ends the pause or begins another. */
export const failuresMax = 3;

export const pauseMs: DurationMs = secondsToMs(30);

/** A run that was given up says nothing about the model. */
const isFailure = (result: unknown): boolean => {
  const { ok, error } = result as { readonly ok: boolean; readonly error?: Fault };
  return !ok && error?.code !== 'AGENT_RUN_CANCELLED';
};

export function rungBreaker(clock: MonotonicClock): RungBreaker {
  let openedAtMs = durationMs(0);
  const isOver = (): boolean => clock.nowMs() - openedAtMs >= pauseMs;
  // cockatiel measures by the wall clock, which may jump. It asks the back-off each time how long to wait: the desk's steady clock answers, not at all or for ever.
  const backoff: IBackoff<unknown> = {
    get duration() {
      return isOver() ? -Infinity : Infinity;
    },
    next: () => backoff,
  };
  const breaker = circuitBreaker(handleWhenResult(isFailure), {
    halfOpenAfter: backoff,
    breaker: new ConsecutiveBreaker(failuresMax),
  });
  breaker.onBreak(() => {
    openedAtMs = clock.nowMs();
  });
  // While one question tries it, the others do not wait for what becomes of that.
  const isPaused = (): boolean =>
    breaker.state === CircuitState.HalfOpen || (breaker.state === CircuitState.Open && !isOver());
  return {
    isPaused,
    run: async (attempt, pausedFault) => (isPaused() ? err(pausedFault) : breaker.execute(attempt)),
  };
}
