import type { AccountReport, ReportDeal } from '#shared/trading/account-report.ts';

const volumeTolerance = 1e-6;

/**
 * What an account's own deals say of it, where the report does not: only a netting account turns a position round in one deal, and only a
 * hedging one opens against what it holds or holds two positions of a symbol. Null where nothing of that happened.
 */
export function marginModeOf(
  rows: Pick<AccountReport, 'deals' | 'openPositions'>,
): AccountReport['account']['marginMode'] {
  if (rows.deals.some(({ entry }) => entry === 'inOut')) return 'netting';
  const symbols = rows.openPositions.map(({ symbol }) => symbol);
  const holdsTwo = new Set(symbols).size < symbols.length;
  return holdsTwo || opensAgainst(rows.deals) ? 'hedging' : null;
}

function opensAgainst(deals: readonly ReportDeal[]): boolean {
  const open = new Map<string, { buy: number; sell: number }>();
  for (const { symbol, side, entry, volume } of deals) {
    const held = open.get(symbol) ?? { buy: 0, sell: 0 };
    open.set(symbol, held);
    const other = side === 'buy' ? 'sell' : 'buy';
    if (entry === 'out') held[other] -= volume;
    else if (held[other] > volumeTolerance) return true;
    else held[side] += volume;
  }
  return false;
}
