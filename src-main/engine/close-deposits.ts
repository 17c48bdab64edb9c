import type { DepositClose } from '#shared/trading/deposit-close.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import { nextGovernance } from '#main/strategies/governance.ts';
import { supersedeTickets } from './govern.ts';
import { hadMarket } from './had-market.ts';
import type { Step } from './step.ts';

/**
 * Counts the deposit at the end of the newest broker day with a market, of which the first report after it tells: over a weekend nothing moves.
 * What lay in the account at the ends of other such days that were slept through since `sinceUtcMs`, the last midnight heard of, is not known.
 */
export function closeDeposits(
  step: Step,
  ended: { readonly sinceUtcMs: UtcMs | null; readonly midnightUtcMs: UtcMs; readonly depositUsd: number | null },
): void {
  const { sinceUtcMs, depositUsd } = ended;
  if (sinceUtcMs === null) return;
  const { brokerClock } = step.dependencies;
  let midnightUtcMs = ended.midnightUtcMs;
  while (midnightUtcMs > sinceUtcMs) {
    const dayBeganUtcMs = brokerClock.midnightBefore(utcMs(midnightUtcMs - 1));
    if (hadMarket(step, { fromUtcMs: dayBeganUtcMs, toUtcMs: midnightUtcMs })) {
      const wasAsleep =
        dayBeganUtcMs > sinceUtcMs && hadMarket(step, { fromUtcMs: sinceUtcMs, toUtcMs: dayBeganUtcMs });
      if (wasAsleep) closeDeposit(step, { midnightUtcMs: dayBeganUtcMs, depositUsd: null });
      closeDeposit(step, { midnightUtcMs, depositUsd });
      return;
    }
    midnightUtcMs = dayBeganUtcMs;
  }
}

/**
 * Counts the deposit at the end of a broker's day that had a market; nothing is switched in between. An unknown deposit breaks the row of closes:
 * successive ones have to be proved. While the trader holds or forces a scenario closes are counted, and switch nothing.
 */
function closeDeposit(
  step: Step,
  { midnightUtcMs, depositUsd }: { readonly midnightUtcMs: UtcMs; readonly depositUsd: number | null },
): void {
  const { governance } = step.state;
  if (governance === null) return;
  const { active, closes } = governance;
  if (depositUsd === null) {
    step.record({ kind: 'depositClosed', midnightUtcMs, depositUsd, closes: [] });
    return;
  }
  const rule = step.dependencies.governance;
  const before = { active, closes: closes.map((close) => close.depositUsd) };
  const { state: next, switched } = nextGovernance(before, { depositUsd }, rule);
  const counted: readonly DepositClose[] = [...closes, { midnightUtcMs, depositUsd }];
  const speaking = switched?.closes.length ?? next.closes.length;
  const proof = speaking === 0 ? [] : counted.slice(-speaking);
  step.record({ kind: 'depositClosed', midnightUtcMs, depositUsd, closes: proof });
  if (switched === null || governance.override !== null) return;
  step.record({ kind: 'scenarioSwitched', from: switched.from, to: switched.to, proof });
  supersedeTickets(step, `scenario ${switched.to} trades from now on`);
}
