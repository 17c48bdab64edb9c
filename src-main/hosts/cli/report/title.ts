import { z } from 'zod';
import type { RunRecord } from '#shared/contract/backtest.ts';
import { dateText, moneyText } from './numbers.ts';

const dayMs = 86_400_000;

/** What was run, when, from what to what, and its name. */
export function titleLines(record: RunRecord): readonly [what: string, when: string, name: string] {
  const { runId, wish, report } = record;
  const { fromUtcMs, toUtcMs, startBalance, endEquity, cash } = report;
  const who = wish.scenario === 'both' ? 'Scenarios A and B under governance' : `Strategy ${wish.scenario}`;
  const years = ((toUtcMs - fromUtcMs) / (365.25 * dayMs)).toFixed(1);
  const when = `${dateText(fromUtcMs)} to ${dateText(toUtcMs)} (${years} years)`;
  return [
    `${who} on ${wish.symbols.join(', ')}`,
    `${when}, from ${moneyText(startBalance)} to ${moneyText(endEquity)}${currencyText(record)}${cashText(cash)}`,
    `Run ${runId}`,
  ];
}

function cashText(cash: number): string {
  if (cash === 0) return '';
  return cash > 0 ? `, ${moneyText(cash)} of it paid in` : `, after ${moneyText(-cash)} was taken out`;
}

const accountTerms = z.object({ account: z.object({ currency: z.string() }) });

/** Terms are kept as the run had them, without a schema of their own: an older record may not say. */
function currencyText({ terms }: RunRecord): string {
  const known = accountTerms.safeParse(terms);
  return known.success ? ` ${known.data.account.currency}` : '';
}
