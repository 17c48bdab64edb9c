import type { Drawdown } from '#shared/contract/run-report.ts';
import type { RunOutput } from '../run-output.ts';
import type { DayReturns } from './day-returns.ts';

/** Every fall from a high to the return above it, by closes of broker days in the order in which they came. The money is what was lost, without cash that went. */
export function drawdowns(
  returns: DayReturns,
  days: RunOutput['days'],
  start: { readonly equity: number; readonly atUtcMs: number },
): readonly Drawdown[] {
  const falls: Drawdown[] = [];
  let fall: Drawdown | null = null;
  let index = 1;
  let peak = { index: 1, atUtcMs: start.atUtcMs };
  let lost = 0;
  let equityBefore = start.equity;
  for (const [day, ratio] of returns.ratio.entries()) {
    const atUtcMs = returns.startUtcMs[day] ?? NaN;
    const equity = days.equity[day] ?? NaN;
    lost += equityBefore + (days.cash[day] ?? 0) - equity;
    equityBefore = equity;
    index *= 1 + ratio;
    if (index >= peak.index) {
      if (fall !== null) falls.push({ ...fall, recoveredUtcMs: atUtcMs });
      fall = null;
      peak = { index, atUtcMs };
      lost = 0;
    } else if (1 - index / peak.index > (fall?.ratio ?? 0)) {
      const deepest = { ratio: 1 - index / peak.index, money: lost };
      fall = { ...deepest, startUtcMs: peak.atUtcMs, troughUtcMs: atUtcMs, recoveredUtcMs: null };
    }
  }
  return fall === null ? falls : [...falls, fall];
}
