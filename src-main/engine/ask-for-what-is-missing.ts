import type { Step } from './step.ts';

/** A whole report takes the terminal some time: it is not asked for more often than this. */
const refreshPeriodMs = 5_000;

/**
 * A list that omits a position whose closing deals were not seen is incomplete, not flat: the terminal is asked to say everything again for
 * as long as that lasts.
 */
export function askForWhatIsMissing(step: Step): void {
  const { state, desk, dependencies } = step;
  if (!state.isConnected || !state.differences.some(({ kind }) => kind === 'missingPosition')) return;
  const now = dependencies.monotonicClock.nowMs();
  if (now - desk.refreshedAt < refreshPeriodMs) return;
  desk.refreshedAt = now;
  step.perform({ kind: 'refresh' });
}
