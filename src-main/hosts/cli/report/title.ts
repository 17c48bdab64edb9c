import type { RunRecord } from '#shared/contract/backtest.ts';
import { dateText, moneyText } from './numbers.ts';

const dayMs = 86_400_000;

/** What was run, when, from what to what, and its name. */
export function titleLines({ runId, wish, report }: RunRecord): readonly [string, ...(readonly string[])] {
  const { fromUtcMs, toUtcMs, startBalance, endEquity } = report;
  const who = wish.scenario === 'both' ? 'Scenarios A and B under governance' : `Strategy ${wish.scenario}`;
  const years = ((toUtcMs - fromUtcMs) / (365.25 * dayMs)).toFixed(1);
  const when = `${dateText(fromUtcMs)} to ${dateText(toUtcMs)} (${years} years)`;
  return [
    `${who} on ${wish.symbols.join(', ')}`,
    `${when}, from ${moneyText(startBalance)} to ${moneyText(endEquity)}`,
    `Run ${runId}`,
  ];
}
