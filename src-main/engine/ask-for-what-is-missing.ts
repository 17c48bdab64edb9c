import type { Step } from './step.ts';

/** A whole report takes the terminal some time: it is not asked for more often than this. */
const refreshPeriodMs = 5_000;

/**
 * A list that omits a position whose closing deals were not seen is incomplete, not flat: the terminal is asked to say everything again for
 * as long as that lasts.
 */
export function askForWhatIsMissing(step: Step): void {
  if (step.state.differences.some(({ kind }) => kind === 'missingPosition')) askAgain(step);
}

/** Asks the terminal to say everything again, no more often than it can. */
export function askAgain(step: Step): void {
  const { state, desk, dependencies } = step;
  const now = dependencies.monotonicClock.nowMs();
  if (!state.isConnected || now - desk.refreshedAt < refreshPeriodMs) return;
  desk.refreshedAt = now;
  step.perform({ kind: 'refresh' });
}
