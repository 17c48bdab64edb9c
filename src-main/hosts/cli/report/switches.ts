import type { RunRecord } from '#shared/contract/backtest.ts';
import { countText, dateText, unknown } from './numbers.ts';
import { cellsRow, type TableSection } from './section.ts';

/** Where both scenarios were run: when one gave way to the other, and what proved it. */
export function switchesSection({ switches, wish }: RunRecord): TableSection | null {
  if (wish.scenario !== 'both') return null;
  const rows = switches.map(({ atUtcMs, from, to, closes }) => {
    const proof = closes.length === 0 ? unknown : closes.map((close) => countText(close)).join(', ');
    return cellsRow([dateText(atUtcMs), `${from} → ${to}`, proof]);
  });
  return {
    kind: 'table',
    title: 'Switches',
    heads: rows.length === 0 ? ['', ''] : ['', 'deposit at the closes that proved it (USD)'],
    aligns: ['left', 'left', 'left'],
    rows,
    notes: rows.length === 0 ? ['None: the deposit never asked for the other scenario.'] : [],
  };
}
