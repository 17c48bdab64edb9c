import type { RunTrade } from '#shared/contract/backtest.ts';
import type { RunGroup } from '#shared/contract/run-report.ts';
import { expectancyR } from './expectancy.ts';
import { sum } from './moments.ts';
import { winRatio } from './win-ratio.ts';

/** What trades of one kind came to, by kind: in the order of `keys`, else of the alphabet. A trade without a kind is in no group. */
export function groups(
  trades: readonly RunTrade[],
  keyOf: (trade: RunTrade) => string | null,
  keys?: readonly string[],
): readonly RunGroup[] {
  const byKey = new Map<string, RunTrade[]>();
  for (const trade of trades) {
    const key = keyOf(trade);
    if (key === null) continue;
    const group = byKey.get(key);
    if (group === undefined) byKey.set(key, [trade]);
    else group.push(trade);
  }
  const ordered = keys?.filter((key) => byKey.has(key)) ?? [...byKey.keys()].sort();
  return ordered.map((key) => groupOf(key, byKey.get(key) ?? []));
}

const groupOf = (key: string, trades: readonly RunTrade[]): RunGroup => ({
  key,
  trades: trades.length,
  winRatio: winRatio(trades),
  net: sum(trades.map(({ net }) => net)),
  meanR: expectancyR(trades),
});
