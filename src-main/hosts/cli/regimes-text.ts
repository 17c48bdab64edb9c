import Table from 'cli-table3';
import type { RegimeTrades } from '#shared/contract/memory.ts';

/** A row for each kind of market in which a trade was opened that has been closed since. */
export function regimesText(regimes: RegimeTrades): string {
  if (regimes.length === 0) return 'No closed trade is known.';
  const table = new Table({
    head: ['market', 'closed', 'won', 'net', 'mean R'],
    style: { head: [], border: [], compact: true },
  });
  for (const { regime, closed, won, net, meanR } of regimes)
    table.push([regime ?? 'unknown', closed, won, net.toFixed(2), meanR === null ? '–' : meanR.toFixed(2)]);
  return table.toString();
}
