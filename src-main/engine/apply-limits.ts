import type { AdviserLimits } from '#shared/trading/adviser-limits.ts';
import { halt as haltTrading } from './halt.ts';
import { tellHalt } from './settle-halt.ts';
import type { Step } from './step.ts';

/** What the adviser says may be older than what it was told last: for so long its answer is on the way. */
const answerMs = 2_000;

export function applyLimits(step: Step, limits: AdviserLimits): void {
  step.market.limits = limits;
  step.show({ kind: 'adviserLimitsChanged', adviserLimits: limits });
  heedAdviserHalt(step);
}

/**
 * A halt at the terminal's chart halts here. One that only the adviser remembers (of a cockpit whose log was lost, or whose end it could not
 * keep) does so, too: only a person lifts it. One that the adviser has forgotten is told to it again.
 */
export function heedAdviserHalt(step: Step): void {
  const { market, desk, dependencies, state } = step;
  if (market.limits === null || !state.isConnected) return;
  const { halt } = market.limits;
  const isHaltedHere = state.tradingState.state === 'halted';
  if (halt.chart && !isHaltedHere) {
    haltTrading(step, `halted at the terminal’s chart${reasonOf(halt)}`, 'terminal');
    return;
  }
  if (halt.app === isHaltedHere || dependencies.monotonicClock.nowMs() - desk.haltToldAt < answerMs) return;
  if (isHaltedHere) tellHalt(step);
  else haltTrading(step, `halted in the adviser, which this log does not know of${reasonOf(halt)}`, 'terminal');
}

const reasonOf = ({ reason }: AdviserLimits['halt']): string => (reason === '' ? '' : `: ${reason}`);
