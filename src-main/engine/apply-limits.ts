import type { AdviserLimits } from '#shared/trading/adviser-limits.ts';
import { halt as haltTrading } from './halt.ts';
import { tellHalt } from './settle-halt.ts';
import type { Step } from './step.ts';

/**
 * What the adviser says of its caps. A halt that it keeps and this log does not know of (from the terminal's chart, or from a cockpit whose
 * log was lost) halts here too: only a person lifts it.
 */
export function applyLimits(step: Step, limits: AdviserLimits): void {
  step.market.limits = limits;
  step.show({ kind: 'adviserLimitsChanged', adviserLimits: limits });
  const { halt } = limits;
  const isHaltedHere = step.state.tradingState.state === 'halted';
  if (isHaltedHere && !halt.app) tellHalt(step);
  if (isHaltedHere || (!halt.chart && !halt.app)) return;
  const where = halt.chart ? 'at the terminal’s chart' : 'in the adviser, which this log does not know of';
  const reason = `halted ${where}${halt.reason === '' ? '' : `: ${halt.reason}`}`;
  haltTrading(step, reason, 'terminal');
}
