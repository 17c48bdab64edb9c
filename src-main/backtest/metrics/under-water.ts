import type { Drawdown } from '#shared/contract/run-report.ts';

const dayMs = 86_400_000;

/** The longest wait for a new high, in whole calendar days from high to high; one that still lasts counts to the end. Without a fall 0. */
export function longestUnderWaterDays(falls: readonly Drawdown[], endUtcMs: number): number {
  let longest = 0;
  for (const { startUtcMs, recoveredUtcMs } of falls)
    longest = Math.max(longest, ((recoveredUtcMs ?? endUtcMs) - startUtcMs) / dayMs);
  return Math.round(longest);
}
